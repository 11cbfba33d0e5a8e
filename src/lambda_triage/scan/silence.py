"""What a function wrote around an event: last before it was stopped, next after an error's JSON."""

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

# A runtime's report of an error, or the same written by the function: Go puts a time in front.
_PAYLOAD = re.compile(
    r'(?:\d{4}/\d\d/\d\d \d\d:\d\d:\d\d )?\{\s*"error(?:Type|Message)".{0,65536}\}\s*\Z', re.DOTALL
)
_TIMED_OUT = re.compile(r'Status: timeout|"status"\s*:\s*"timeout"')


def is_timeout(row: Row) -> bool:
    """Whether the row tells that an invocation was stopped at its time limit."""
    if row.kind is Kind.REPORT:
        return "timeout" in row.text and _TIMED_OUT.search(row.text) is not None
    return row.kind is Kind.TIMEOUT


def is_payload(row: Row) -> bool:
    """Whether the row is one error as JSON and nothing else."""
    return row.kind is Kind.HIT and _PAYLOAD.match(row.text) is not None


def tell_next_words(data: bytes, seen: Seen, rows: list[Row], chosen: NDArray[np.int64]) -> None:
    """Fill `after` of the payloads among `rows`, which stand for the events `chosen`."""
    payloads = [at for at, row in enumerate(rows) if is_payload(row)]
    if not payloads:
        return
    events = seen.events
    following = _next_application(seen)
    for number in payloads:
        event = int(following[chosen[number]])
        if event >= 0:
            start, end = int(events.message[event]), int(events.end[event])
            rows[number].after = message_text(data[start : min(end, start + TEXT_LIMIT)])


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
    order, own, _, starts = _streams(seen)
    start = seen.heads.kind == Kind.START
    for event, line in seen.rare.items():
        start[event] = line.kind is Kind.START
    rank = np.arange(len(order))
    bound = np.maximum.accumulate(np.where(starts | start[order], rank, 0))
    latest = np.maximum.accumulate(np.where(own, rank, -1))
    last = np.full(len(order), -1, np.int64)
    last[order] = np.where(latest >= bound, order[np.maximum(latest, 0)], -1)
    return last


def _next_application(seen: Seen) -> NDArray[np.int64]:
    """For each event, the function's own event right after it in its stream, or -1."""
    order, own, platform, starts = _streams(seen)
    count = len(order)
    rank = np.arange(count)
    # From the end: the nearest event of the function's own, and the nearest that ends its words.
    nearest = np.minimum.accumulate(np.where(own, rank, count)[::-1])[::-1]
    ends = np.minimum.accumulate(np.where(platform | starts, rank, count)[::-1])[::-1]
    following = np.full(count, -1, np.int64)
    at, stop = np.append(nearest[1:], count), np.append(ends[1:], count)
    following[order] = np.where(at < stop, order[np.minimum(at, count - 1)], -1)
    # The first event of the next stream is both: it ends the words of this one.
    return following


def _streams(
    seen: Seen,
) -> tuple[NDArray[np.int64], NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """The events stream by stream; and, so ordered: own, platform's, first of a stream."""
    order = stream_order(seen.events.stream, len(seen.events.streams))
    platform = seen.heads.kind > 0
    for event in seen.rare:
        platform[event] = True
    stream = seen.events.stream[order]
    first = np.ones(len(order), np.bool_)
    first[1:] = stream[1:] != stream[:-1]
    return order, ~platform[order] & ~seen.heads.blank[order], platform[order], first
