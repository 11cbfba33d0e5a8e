"""Where events begin in text without any prefix: every line but the ones that continue another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lambda_triage.scan.continued import (
    CONTINUES,
    FAULT_LINE_LIMIT,
    INDENTS,
    JSON_LIMIT,
    NBSP,
    is_error_type,
    is_fault_line,
)
from lambda_triage.scan.distinct import distinct

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lambda_triage.scan.bytes_at import BytesAt
    from lambda_triage.scan.lines import Lines


def plain_starts(text: BytesAt, lines: Lines, marked: list[int]) -> NDArray[np.int64]:
    """Indices of the lines that open an event."""
    if not len(lines):
        return np.zeros(0, np.int64)
    first = text.octets(lines.start)
    blank = lines.text_end == lines.start
    indented = _any_of(first, INDENTS)
    indented |= (first == NBSP[0]) & (text.octets(lines.start + 1) == NBSP[1])
    alone = lines.text_end - lines.start == 1
    continues = blank | indented | (alone & _any_of(first, b"}]"))
    continues |= _begins_continuation(text, lines, first)
    continues |= _inside_objects(lines, first, alone, blank | indented)
    continues[_error_types(text, lines, marked)] = True
    continues[0] = False
    return np.flatnonzero(~continues)


def _any_of(column: NDArray[np.uint8], choices: bytes) -> NDArray[np.bool_]:
    chosen = np.zeros(256, np.bool_)
    chosen[list(choices)] = True
    result: NDArray[np.bool_] = chosen[column]
    return result


def _begins_continuation(
    text: BytesAt, lines: Lines, first: NDArray[np.uint8]
) -> NDArray[np.bool_]:
    found = np.zeros(len(lines), np.bool_)
    for beginning in CONTINUES:
        rows = np.flatnonzero(first == beginning[0])
        found[rows] = text.spells(lines.start[rows], beginning)
    return found


def _inside_objects(
    lines: Lines,
    first: NDArray[np.uint8],
    alone: NDArray[np.bool_],
    harmless: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Lines after a lone `{`, up to the `}` at the margin that closes it."""
    closing = np.flatnonzero(first == ord("}"))
    foreign = np.flatnonzero(~harmless & ~_any_of(first, b'"{}[]'))
    opening = np.flatnonzero(alone & (first == ord("{")))
    inside = np.zeros(len(lines) + 1, np.int64)
    if not closing.size or not opening.size:
        return inside[:-1].astype(np.bool_)
    close = np.append(closing, len(lines))[np.searchsorted(closing, opening)]
    alien = np.append(foreign, len(lines))[np.searchsorted(foreign, opening)]
    opening, close = opening[close < alien], close[close < alien]
    near = lines.start[close] - lines.start[opening] <= JSON_LIMIT
    np.add.at(inside, opening[near] + 1, 1)
    np.add.at(inside, close[near] + 1, -1)
    return np.cumsum(inside[:-1]) > 0


def _error_types(text: BytesAt, lines: Lines, marked: list[int]) -> list[int]:
    """Lines that hold only an error type, right after a fault."""
    heads = text.find_text(b"RequestId: ", rare=2)
    line = np.searchsorted(lines.start, heads, side="right") - 1
    ordinary = np.zeros(len(heads), np.bool_)
    for word in (b"START ", b"END ", b"REPORT "):
        ordinary |= (heads == lines.start[line] + len(word)) & text.spells(heads - len(word), word)
    marks = np.searchsorted(lines.start, np.array(marked, np.int64) - 1, side="right") - 1
    candidates = distinct(np.concatenate([line[~ordinary], marks]))
    candidates = candidates[candidates + 1 < len(lines)]
    following = text.octets(lines.start[candidates + 1])
    candidates = candidates[(following >= ord("A")) & (following <= ord("Z"))]
    return [row + 1 for row in candidates.tolist() if _fault(text, lines, row)]


def _fault(text: BytesAt, lines: Lines, row: int) -> bool:
    start, end = int(lines.start[row]), int(lines.end[row])
    low, high = int(lines.start[row + 1]), int(lines.end[row + 1])
    return is_error_type(text.data[low : min(high, low + 256)]) and is_fault_line(
        text.data[start : min(end, start + FAULT_LINE_LIMIT)]
    )
