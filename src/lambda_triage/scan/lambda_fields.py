"""What Lambda's own lines tell, as columns, for lines of a certain form; no other is judged.

Times are milliseconds and sizes bytes, as CloudWatch Logs Insights has them: a megabyte of a REPORT
line is a million bytes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from lambda_triage.scan.heads import HEADS, ID_AT, ID_LENGTH
from lambda_triage.scan.report import read_reports
from lambda_triage.scan.row import Kind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lambda_triage.scan.every_event import EveryEvent

# How lines begin that Lambda may have written; a JSON line tells of itself only with _PLATFORM.
_INIT = b"INIT_START "
_TELLING = (*(head[:8] for head in HEADS.values()), _INIT[:8])
_PLATFORM = re.compile(rb'"platform\.')
MEGABYTE = 1_000_000  # bytes; a record that GetLogRecord gave for 128 MB says 1.28E8


class LambdaFields(Struct, frozen=True):
    """Columns over all events.

    kind    INIT_START, START, END, or REPORT where the whole line is of the certain form; else 0
    sure    whether these columns are all that the event tells
    number  -1 where there is none
    """

    kind: NDArray[np.int8]
    sure: NDArray[np.bool_]
    duration_us: NDArray[np.int64]
    billed_ms: NDArray[np.int64]
    init_us: NDArray[np.int64]
    memory_mb: NDArray[np.int64]
    max_memory_mb: NDArray[np.int64]


def lambda_fields(events: EveryEvent) -> LambdaFields:
    """The columns of a block's events."""
    size = len(events)
    kind = np.zeros(size, np.int8)
    numbers = np.full((5, size), -1, np.int64)
    word = events.text.words(events.start)
    for head, text in HEADS.items():
        rows = np.flatnonzero(word == _word(text))
        rows = rows[events.text.spells(events.start[rows] + 8, text[8:])]
        if head is Kind.REPORT:
            rows = _report(events, rows, numbers)
        kind[rows] = head
    rows = np.flatnonzero(word == _word(_INIT))
    kind[rows[events.text.spells(events.start[rows] + 8, _INIT[8:])]] = Kind.INIT_START
    sure = ~_may_tell(events, word)
    sure |= (kind > 0) | (events.length == 0)
    odd = list(events.rewritten)
    kind[odd], sure[odd] = 0, False
    numbers[:, odd] = -1
    return LambdaFields(kind, sure, *numbers)


def _word(text: bytes) -> np.uint64:
    return np.uint64(int.from_bytes(text[:8], "little"))


def _may_tell(events: EveryEvent, word: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Lines that begin like Lambda's own, and JSON lines that name an event of the platform."""
    may = np.zeros(len(word), np.bool_)
    for head in _TELLING:
        may |= word == _word(head)
    braced = (word & np.uint64(0xFF)) == ord("{")
    if braced.any():
        named = [found.start() for found in _PLATFORM.finditer(events.text.data)]
        rows = np.searchsorted(events.start, np.array(named, np.int64), side="right") - 1
        rows = rows[rows >= 0]
        may[rows] |= braced[rows]
    return may


def _report(
    events: EveryEvent, rows: NDArray[np.int64], numbers: NDArray[np.int64]
) -> NDArray[np.int64]:
    """The rows whose numbers are of the certain form; `numbers` is filled in for them."""
    at = events.start[rows] + ID_AT[Kind.REPORT]
    found = read_reports(events.text, at + ID_LENGTH)
    end = events.start[rows] + events.length[rows]
    good = found.canonical & events.text.is_uuid(at) & _ends(events, found.end, end)
    columns = (
        found.duration_us, found.billed_ms, found.init_us, found.memory_mb, found.max_memory_mb,
    )  # fmt: skip
    for number, column in enumerate(columns):
        numbers[number, rows[good]] = column[good]
    return rows[good]


def _ends(events: EveryEvent, at: NDArray[np.int64], end: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether nothing, or one tab or blank, stands between; Lambda ends the line with a tab."""
    last = events.text.octets(at)
    lone = (end == at + 1) & ((last == ord("\t")) | (last == ord(" ")))
    good: NDArray[np.bool_] = (end == at) | lone
    return good
