"""Every event of a block, whatever it says: where its message stands, its time and its stream."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from lambda_triage.scan.block import EVENT_LIMIT, NO_TIME, Block, Prefix
from lambda_triage.scan.bytes_at import BytesAt
from lambda_triage.scan.distinct import distinct
from lambda_triage.scan.events import EventColumns, find_events
from lambda_triage.scan.lines import every_line, few_lines
from lambda_triage.scan.pieces import LINE_LIMIT, pieces
from lambda_triage.scan.times import leading_times, times_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from lambda_triage.scan.block import Stream
    from lambda_triage.scan.lines import Lines

_FAULT = re.compile(b"Unknown application error occurred")  # what `plain_starts` wants marked
_LINE_ENDS = 64  # newlines taken off the end of a message columnar; more are one event's own affair
_FEW = 5_000  # bytes that are not ASCII; their events are looked at one by one
# How the JSON formats begin: Lambda's own events, Telemetry, and the runtimes' structured logs.
_JSON_TIMES = (b'{"time":"', b'{"time": "', b'{"timestamp":"', b'{"timestamp": "')


class EveryEvent(Struct, frozen=True):
    """One row for each event, in order. Messages are valid UTF-8 without carriage returns.

    start, length  of the message in `text`, or where `rewritten` says so in its own bytes
    line           the line in the input, from 1, or the ordinal of an event of a container, from 0
    lines          whether `line` is that of a line
    rewritten      message by row, where it is not what stands in the block
    newlines       in the text
    """

    text: BytesAt
    start: NDArray[np.int64]
    length: NDArray[np.int64]
    time_us: NDArray[np.int64]
    stream: NDArray[np.int32]
    streams: tuple[Stream, ...]
    line: NDArray[np.int64]
    lines: bool
    rewritten: dict[int, bytes]
    newlines: int

    def __len__(self) -> int:
        return len(self.start)

    def message(self, row: int) -> bytes:
        """The message of one event."""
        start = int(self.start[row])
        known = self.rewritten.get(row)
        return self.text.data[start : start + int(self.length[row])] if known is None else known


def every_event(block: Block) -> Iterator[EveryEvent]:
    """All events of the block, in one part or, where its lines are very short, in several."""
    text = BytesAt(block.data)
    trim = block.prefix is Prefix.NONE  # what opens an event of a plain text is judged by it
    lines = few_lines(text, LINE_LIMIT, trim=trim)
    if lines is not None:
        yield _events(block, text, lines)
        return
    for piece in pieces(block):
        text = BytesAt(piece.data)
        yield _events(piece, text, every_line(text, trim=trim))


def _events(block: Block, text: BytesAt, lines: Lines) -> EveryEvent:
    events = find_events(text, lines, block, _marked(block))
    _fill_times(text, events)
    end = _ends(text, events)
    return EveryEvent(
        text=text,
        start=events.message,
        length=end - events.message,
        time_us=events.time_us,
        stream=events.stream,
        streams=events.streams,
        line=_places(block, events),
        lines=block.events is None,
        rewritten=_rewritten(text, events.message, end),
        newlines=len(lines),
    )


def _marked(block: Block) -> list[int]:
    if block.prefix is not Prefix.NONE or block.events is not None:
        return []
    return [found.end() for found in _FAULT.finditer(block.data)]


def _places(block: Block, events: EventColumns) -> NDArray[np.int64]:
    if block.events is None:
        lines: NDArray[np.int64] = block.line + events.line + 1
        return lines
    if block.events.ordinals is not None:
        return np.asarray(block.events.ordinals, np.int64)
    return np.arange(block.events.first, block.events.first + len(events), dtype=np.int64)


def _fill_times(text: BytesAt, events: EventColumns) -> None:
    """Where the container tells no time, the one that the message begins with holds."""
    rows = np.flatnonzero(events.time_us == NO_TIME)
    if not rows.size:
        return
    events.time_us[rows] = leading_times(text, events.message[rows])
    rows = rows[events.time_us[rows] == NO_TIME]
    rows = rows[text.octets(events.message[rows]) == ord("{")]
    for beginning in _JSON_TIMES:
        at = events.message[rows]
        fit = rows[text.spells(at, beginning)]
        times = times_at(text, events.message[fit] + len(beginning))
        events.time_us[fit] = np.where(times.valid, times.time_us, NO_TIME)


def _ends(text: BytesAt, events: EventColumns) -> NDArray[np.int64]:
    """The end of each message, without the line ends behind it; no message is over the limit."""
    end = np.minimum(events.end, events.message + EVENT_LIMIT)
    end = np.maximum(end, events.message)
    active = np.arange(len(end))
    for _ in range(_LINE_ENDS):
        active = active[end[active] > events.message[active]]
        last = text.octets(end[active] - 1)
        active = active[(last == ord("\n")) | (last == ord("\r"))]
        if not active.size:
            return end
        end[active] -= 1
    for row in active.tolist():
        start = int(events.message[row])
        end[row] = start + len(text.data[start : int(end[row])].rstrip(b"\r\n"))
    return end


def _rewritten(text: BytesAt, start: NDArray[np.int64], end: NDArray[np.int64]) -> dict[int, bytes]:
    """Messages with carriage returns, which become newlines, or with bytes that are no UTF-8."""
    rows = [np.zeros(0, np.int64)]
    if b"\r" in text.data:
        rows.append(_rows_with(text.find(ord("\r")), start, end))
    if not text.data.isascii():
        foreign = np.flatnonzero(np.frombuffer(text.data, np.uint8) >= 0x80)
        if len(foreign) < _FEW or not _is_utf8(text.data):
            rows.append(_rows_with(foreign, start, end))
    found: dict[int, bytes] = {}
    for row in distinct(np.concatenate(rows)).tolist():
        raw = text.data[int(start[row]) : int(end[row])]
        clean = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        clean = clean.decode("utf-8", "replace").encode()
        if clean != raw:
            found[row] = clean
    return found


def _rows_with(
    at: NDArray[np.int64], start: NDArray[np.int64], end: NDArray[np.int64]
) -> NDArray[np.int64]:
    row = np.searchsorted(start, at, side="right") - 1
    inside = row >= 0
    inside[inside] = at[inside] < end[row[inside]]
    found: NDArray[np.int64] = distinct(row[inside])
    return found


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
