"""What Lambda's own lines tell, as columns, for the lines whose form is certain; no other is judged.

Times are milliseconds and sizes bytes, as CloudWatch Logs Insights has them: a megabyte of a REPORT
line is a million bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from lambda_triage.scan.heads import HEADS, ID_AT, ID_LENGTH
from lambda_triage.scan.report import read_reports
from lambda_triage.scan.row import Kind
from lambda_triage.scan.times import level_lengths, times_at

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lambda_triage.scan.every_event import EveryEvent

_TIME_LENGTH = len("2024-01-01T00:00:00.000Z")
_LEVEL = 12  # bytes of `[` to `]` at most
_TELLING = np.zeros(256, np.bool_)  # first bytes of lines that Lambda or a runtime may have written
_TELLING[list(b"RSEI[{0123456789")] = True
MEGABYTE = 1_000_000  # bytes; a record that GetLogRecord gave for 128 MB says 1.28E8


class LambdaFields(Struct, frozen=True):
    """Columns over all events.

    kind    START, END or REPORT where the whole line is of the certain form, else 0
    sure    whether these columns are all that the event tells
    id_at   where the request id stands, -1 where none is sure
    number  -1 where there is none
    """

    kind: NDArray[np.int8]
    sure: NDArray[np.bool_]
    id_at: NDArray[np.int64]
    duration_us: NDArray[np.int64]
    billed_ms: NDArray[np.int64]
    init_us: NDArray[np.int64]
    memory_mb: NDArray[np.int64]
    max_memory_mb: NDArray[np.int64]


def lambda_fields(events: EveryEvent) -> LambdaFields:
    """The columns of a block's events."""
    size = len(events)
    kind = np.zeros(size, np.int8)
    id_at = np.full(size, -1, np.int64)
    numbers = np.full((5, size), -1, np.int64)
    word = events.text.words(events.start)
    for head, text in HEADS.items():
        rows = np.flatnonzero(word == np.uint64(int.from_bytes(text[:8], "little")))
        rows = rows[_certain(events, rows, head)]
        if head is Kind.REPORT:
            rows = _report(events, rows, numbers)
        kind[rows], id_at[rows] = head, events.start[rows] + ID_AT[head]
    _runtime_lines(events, id_at)
    sure = (id_at >= 0) | ~_TELLING[(word & np.uint64(0xFF)).astype(np.uint8)]
    sure |= events.length == 0
    odd = list(events.rewritten)
    kind[odd], sure[odd], id_at[odd] = 0, False, -1
    numbers[:, odd] = -1
    return LambdaFields(kind, sure, id_at, *numbers)


def _report(
    events: EveryEvent, rows: NDArray[np.int64], numbers: NDArray[np.int64]
) -> NDArray[np.int64]:
    """The rows whose numbers are of the certain form; `numbers` is filled in for them."""
    found = read_reports(events.text, events.start[rows] + ID_AT[Kind.REPORT] + ID_LENGTH)
    end = events.start[rows] + events.length[rows]
    good = found.canonical & _blank(events, found.end, end)
    columns = (
        found.duration_us, found.billed_ms, found.init_us, found.memory_mb, found.max_memory_mb,
    )  # fmt: skip
    for number, column in enumerate(columns):
        numbers[number, rows[good]] = column[good]
    return rows[good]


def _runtime_lines(events: EveryEvent, id_at: NDArray[np.int64]) -> None:
    """The ids of `[INFO]<tab>time<tab>id<tab>text` and `time<tab>id<tab>text`."""
    first = events.text.octets(events.start)
    digit = (first >= ord("0")) & (first <= ord("9"))
    rows = np.flatnonzero(digit | (first == ord("[")))
    at = events.start[rows] + level_lengths(events.text, events.start[rows])
    times = times_at(events.text, at)
    good = times.valid & (times.end == at + _TIME_LENGTH)
    good &= (events.text.octets(times.end - 1) == ord("Z")) & events.text.is_uuid(times.end + 1)
    good &= events.text.octets(times.end) == ord("\t")
    good &= events.text.octets(times.end + 1 + ID_LENGTH) == ord("\t")
    good &= times.end + 1 + ID_LENGTH < events.start[rows] + events.length[rows]
    good &= _capital(events, rows)
    id_at[rows[good]] = times.end[good] + 1


def _capital(events: EveryEvent, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether a level, where there is one, is of capital letters."""
    head = events.text.fields(events.start[rows], _LEVEL)
    closing = (head == ord("]")).argmax(axis=1)
    inside = (np.arange(_LEVEL) > 0) & (np.arange(_LEVEL) < closing[:, None])
    capital = (head >= ord("A")) & (head <= ord("Z"))
    result: NDArray[np.bool_] = (head[:, 0] != ord("[")) | (capital | ~inside).all(axis=1)
    return result


def _certain(events: EveryEvent, rows: NDArray[np.int64], head: Kind) -> NDArray[np.bool_]:
    at = events.start[rows]
    after = at + ID_AT[head] + ID_LENGTH
    end = at + events.length[rows]
    good = events.text.spells(at + 8, HEADS[head][8:]) & (after <= end)
    good &= events.text.is_uuid(at + ID_AT[head])
    if head is Kind.START:
        return good & events.text.spells(after, b" Version: ")
    if head is Kind.END:
        return good & (after == end)
    return good


def _blank(
    events: EveryEvent, at: NDArray[np.int64], end: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Whether nothing, or one tab or blank, stands between; Lambda ends the line with a tab."""
    last = events.text.octets(at)
    lone = (end == at + 1) & ((last == ord("\t")) | (last == ord(" ")))
    return (end == at) | lone
