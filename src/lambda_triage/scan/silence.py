"""What a function wrote around an event: last before it was stopped, next after an error's JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lambda_triage.scan.message import message_text
from lambda_triage.scan.result import known
from lambda_triage.scan.row import TEXT_LIMIT, Kind, Row
from lambda_triage.scan.streams import stream_order
from lambda_triage.scan.words import add_last_words, is_payload, is_timeout

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lambda_triage.scan.rows import Seen


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
