"""Rows of a query → a table, CSV, JSON lines, or the JSON of GetQueryResults; pure."""

from __future__ import annotations

import csv
import io
import json
from itertools import islice
from typing import TYPE_CHECKING

from lambda_triage.reports.visible import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Row = tuple[str | None, ...]

PTR = "@ptr"  # a handle for programs; a person sees the message
LEAST_WIDTH = 6  # of a column of a table
GAP = "  "
CELL_LIMIT = 4_096  # characters of a cell that a table looks at
MEASURED = 1_000  # rows that decide how wide columns are


def table(columns: Sequence[str], rows: Iterable[Row], width: int) -> Iterator[str]:
    """Lines no wider than the terminal; what does not fit is cut, and ends in `…`."""
    keep = [number for number, name in enumerate(columns) if name != PTR]
    heads = [one_line(columns[number], CELL_LIMIT) for number in keep]
    cells = ([_cell(row[number]) for number in keep] for row in rows)
    first = list(islice(cells, MEASURED))
    longest = [max([len(head), *(len(row[at]) for row in first)]) for at, head in enumerate(heads)]
    widths = fit(longest, width)
    yield _line(heads, widths)
    yield GAP.join("─" * each for each in widths)
    for row in first:
        yield _line(row, widths)
    for row in cells:
        yield _line(row, widths)


def fit(longest: Sequence[int], width: int) -> list[int]:
    """Widths of columns, the widest ones narrowed until all fit, if that can be."""
    widths = list(longest)
    room = width - len(GAP) * (len(widths) - 1)
    while sum(widths) > room and max(widths) > LEAST_WIDTH:
        widest = max(widths)
        next_ = max([each for each in widths if each < widest], default=LEAST_WIDTH)
        count = widths.count(widest)
        over = sum(widths) - room
        lower = max(next_, LEAST_WIDTH, widest - -(-over // count))
        widths = [lower if each == widest else each for each in widths]
    return widths


def csv_lines(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """RFC 4180 with newlines as they are; a missing value is an empty cell."""
    keep = [number for number, name in enumerate(columns) if name != PTR]
    yield _record([columns[number] for number in keep])
    for row in rows:
        yield _record([row[number] or "" for number in keep])


def json_lines(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """One object a row; a missing value has no member. All values are texts, as AWS gives them."""
    for row in rows:
        told = {
            name: value
            for name, value in zip(columns, row, strict=True)
            if value is not None and name != PTR
        }
        yield json.dumps(told, ensure_ascii=False)


def answer(
    columns: Sequence[str], rows: Iterable[Row], statistics: Mapping[str, float]
) -> Iterator[str]:
    """The answer of GetQueryResults, a line for each row."""
    yield '{"queryLanguage": "CWLI", "results": ['
    before = ""
    for row in rows:
        fields = [
            {"field": name, "value": value}
            for name, value in zip(columns, row, strict=True)
            if value is not None
        ]
        if before:
            yield before + ","
        before = "  " + json.dumps(fields, ensure_ascii=False)
    if before:
        yield before
    yield f'], "statistics": {json.dumps(dict(statistics))}, "status": "Complete"}}'


def _cell(value: str | None) -> str:
    return "" if value is None else one_line(value, CELL_LIMIT)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    shown = (_cut(cell, width) for cell, width in zip(cells, widths, strict=True))
    return GAP.join(shown).rstrip()


def _cut(cell: str, width: int) -> str:
    return cell.ljust(width) if len(cell) <= width else cell[: width - 1] + "…"


def _record(cells: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(cells)
    return line.getvalue()
