"""Rows for chosen events: the one place where a scan spends Python per event."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.scan.block import NO_TIME
from lambda_triage.scan.heads import ID_AT, ID_LENGTH, VERSION_AT
from lambda_triage.scan.message import message_text
from lambda_triage.scan.row import TEXT_LIMIT, Kind, Row
from lambda_triage.scan.written import written_row

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from lambda_triage.scan.clean import Places
    from lambda_triage.scan.events import EventColumns
    from lambda_triage.scan.heads import Heads
    from lambda_triage.scan.platform_lines import Platform

_HEADS = {int(kind): (kind, at) for kind, at in ID_AT.items()}
_VERSION = re.compile(rb"\S+")


class Seen(Struct, frozen=True):
    """All that a scan found out about the events of a block."""

    events: EventColumns
    places: Places
    heads: Heads
    rare: Mapping[int, Platform]
    hits: Mapping[int, tuple[int, ...]]


def make_rows(data: bytes, source: int, seen: Seen, chosen: NDArray[np.int64]) -> list[Row]:
    """One row for each chosen event, in their order."""
    versions: dict[bytes, str | None] = {}
    rows: list[Row] = []
    for event, head, offset, line, time_us, stream, start, end, text_end in _fields(seen, chosen):
        message = data[start : end if end - start < TEXT_LIMIT else start + TEXT_LIMIT]
        time = None if time_us == NO_TIME else time_us
        literals = seen.hits.get(event, ())
        if not head:
            where = (source, offset, line, time, stream)
            rows.append(written_row(message, where, seen.rare.get(event), literals))
            continue
        kind, at = _HEADS[head]
        text = message_text(message)
        name = text[at : at + ID_LENGTH]
        row = Row(kind, source, offset, line, time, stream, name, text, literals)
        if kind is Kind.START:
            row.values["version"] = _version(message[VERSION_AT : text_end - start], versions)
        rows.append(row)
    return rows


def _fields(seen: Seen, chosen: NDArray[np.int64]) -> Iterator[tuple[int, ...]]:
    events, places = seen.events, seen.places
    columns = (
        seen.heads.kind,
        places.offset,
        places.line,
        events.time_us,
        events.stream,
        events.message,
        events.end,
        events.text_end,
    )
    return zip(chosen.tolist(), *(column[chosen].tolist() for column in columns), strict=True)


def _version(raw: bytes, versions: dict[bytes, str | None]) -> str | None:
    if raw not in versions:
        found = _VERSION.match(raw)
        versions[raw] = found.group().decode(errors="replace") if found else None
    return versions[raw]
