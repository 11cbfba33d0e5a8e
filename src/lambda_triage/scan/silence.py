"""What a function wrote last before it was stopped: told along with each time-out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from lambda_triage.scan.message import message_text, object_time
from lambda_triage.scan.result import known
from lambda_triage.scan.row import TEXT_LIMIT, Kind, Row
from lambda_triage.scan.streams import stream_order

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lambda_triage.scan.rows import Seen

_TIMED_OUT = re.compile(r'Status: timeout|"status"\s*:\s*"timeout"')


def is_timeout(row: Row) -> bool:
    """Whether the row tells that an invocation was stopped at its time limit."""
    if row.kind is Kind.REPORT:
        return "timeout" in row.text and _TIMED_OUT.search(row.text) is not None
    return row.kind is Kind.TIMEOUT


def tell_last_words(data: bytes, seen: Seen, rows: list[Row], chosen: NDArray[np.int64]) -> None:
    """Fill `before` of the time-outs among `rows`, which stand for the events `chosen`."""
    ending = (Kind.REPORT, Kind.TIMEOUT)
    stopped = [at for at, row in enumerate(rows) if row.kind in ending and is_timeout(row)]
    if not stopped:
        return
    events = seen.events
    last = _last_application(seen)
    for number in stopped:
        event = int(last[chosen[number]])
        if event >= 0:
            start, end = int(events.message[event]), int(events.end[event])
            add_last_words(
                rows[number],
                data[start : min(end, start + TEXT_LIMIT)],
                known(int(events.time_us[event])),
            )


def add_last_words(row: Row, message: bytes, time_us: int | None) -> None:
    """Give a time-out the event that came before it."""
    row.before = message_text(message)
    row.before_us = object_time(message) if time_us is None else time_us


def _last_application(seen: Seen) -> NDArray[np.int64]:
    """For each event, the function's own last event before it since START in its stream, or -1."""
    count = len(seen.events)
    platform, start = seen.heads.kind > 0, seen.heads.kind == Kind.START
    for event, line in seen.rare.items():
        platform[event] = True
        start[event] = line.kind is Kind.START
    order = stream_order(seen.events.stream, len(seen.events.streams))
    stream = seen.events.stream[order]
    rank = np.arange(count)
    bounds = start[order]
    bounds[1:] |= stream[1:] != stream[:-1]
    own = ~platform[order] & ~(seen.heads.blank[order])
    bound = np.maximum.accumulate(np.where(bounds, rank, 0))
    latest = np.maximum.accumulate(np.where(own, rank, -1))
    last = np.full(count, -1, np.int64)
    last[order] = np.where(latest >= bound, order[np.maximum(latest, 0)], -1)
    return last
