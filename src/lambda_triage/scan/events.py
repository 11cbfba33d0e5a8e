"""Where the events of a block begin, and their times and streams, by the prefix of their lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from lambda_triage.scan.block import NO_STREAM, NO_TIME, STREAM_NAME_LIMIT, Block, Prefix, Stream
from lambda_triage.scan.plain import plain_starts
from lambda_triage.scan.streams import name_streams
from lambda_triage.scan.times import times_at

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lambda_triage.scan.block import Events
    from lambda_triage.scan.bytes_at import BytesAt
    from lambda_triage.scan.lines import Lines

_SHORTEST_TIME = 19  # bytes; a shorter line carries no time
_CHUNK = 8192  # lines whose names are searched together, to bound memory


class EventColumns(Struct):
    """One row for each event: its first line, offsets, time and stream."""

    line: NDArray[np.int64]
    start: NDArray[np.int64]  # of the event, prefix included
    message: NDArray[np.int64]  # of its message
    text_end: NDArray[np.int64]  # of the first line's text
    end: NDArray[np.int64]  # of the whole event
    time_us: NDArray[np.int64]
    stream: NDArray[np.int32]
    streams: tuple[Stream, ...]

    def __len__(self) -> int:
        return len(self.line)


class _Starts(Struct):
    """Lines that open events, with what their prefix says."""

    line: NDArray[np.int64]
    message: NDArray[np.int64]
    time_us: NDArray[np.int64]
    stream: NDArray[np.int32]
    streams: tuple[Stream, ...]


def find_events(text: BytesAt, lines: Lines, block: Block, marked: list[int]) -> EventColumns:
    """The events of a block; `marked` are the ends of the matcher's markers, in order."""
    if block.events is not None:
        found = _given(lines, block.events, block.group)
    elif block.prefix is Prefix.NONE:
        found = _unprefixed(lines, plain_starts(text, lines, marked), block)
    else:
        found = _with_first_line(_prefixed(text, lines, block), lines, block)
    return _columns(text, lines, found, block)


def _columns(text: BytesAt, lines: Lines, found: _Starts, block: Block) -> EventColumns:
    start = lines.start[found.line] if block.events is None else np.asarray(block.events.starts)
    end = np.append(start[1:], text.size)[: len(start)]
    return EventColumns(
        line=found.line,
        start=start,
        message=found.message,
        text_end=np.maximum(lines.text_end[found.line], found.message),
        end=end,
        time_us=found.time_us,
        stream=found.stream,
        streams=found.streams,
    )


def _given(lines: Lines, events: Events, group: str | None) -> _Starts:
    start = np.asarray(events.starts, np.int64)
    line = np.searchsorted(lines.start, start, side="right") - 1
    streams = tuple(Stream(each.group or group, each.name) for each in events.streams)
    time_us = np.array(events.time_us, np.int64)  # a copy: unknown times are filled in later
    return _Starts(line, start, time_us, np.asarray(events.stream, np.int32), streams)


def _unprefixed(lines: Lines, line: NDArray[np.int64], block: Block) -> _Starts:
    streams, stream = whole_block_stream(block)
    times = np.full(len(line), NO_TIME, np.int64)
    return _Starts(line, lines.start[line], times, np.full(len(line), stream, np.int32), streams)


def whole_block_stream(block: Block) -> tuple[tuple[Stream, ...], int]:
    """The one stream that a block names for all of its events, and its index."""
    if block.group is None and block.stream is None:
        return (), NO_STREAM
    return (Stream(block.group, block.stream),), 0


def _with_first_line(found: _Starts, lines: Lines, block: Block) -> _Starts:
    """A first line without prefix opens an event of its own: nothing stands before it."""
    if not len(lines) or (found.line.size and found.line[0] == 0):
        return found
    stream = whole_block_stream(block)[1] if block.prefix is Prefix.ISO else NO_STREAM
    return _Starts(
        np.insert(found.line, 0, 0),
        np.insert(found.message, 0, 0),
        np.insert(found.time_us, 0, NO_TIME),
        np.insert(found.stream, 0, stream),
        found.streams,
    )


def _prefixed(text: BytesAt, lines: Lines, block: Block) -> _Starts:
    line = np.flatnonzero(lines.end - lines.start >= _SHORTEST_TIME)
    at = lines.start[line]
    if block.prefix is Prefix.STREAM_ISO:
        name_end = _name_ends(text, at)
        named = (name_end > at) & (text.octets(name_end) == ord(" "))
        line, at, name_end = line[named], at[named], name_end[named]
        times = times_at(text, name_end + 1)
        last, name_start = times.end, at
    elif block.prefix is Prefix.ISO_STREAM:
        times = times_at(text, at)
        spaced = times.valid & (text.octets(times.end) == ord(" "))
        name_start, name_end = times.end + 1, times.end + 1
        name_end[spaced] = _name_ends(text, name_start[spaced])
        times.valid[:] = spaced & (name_end > name_start)
        last = name_end
    else:
        times = times_at(text, at)
        last = times.end
    after = text.octets(last)
    good = times.valid & ((after == ord(" ")) | (after == ord("\r")) | (after == ord("\n")))
    message = (last + (after != ord("\n")))[good]
    if block.prefix is Prefix.ISO:
        streams, one = whole_block_stream(block)
        stream = np.full(len(message), one, np.int32)
    else:
        stream, streams = name_streams(text, name_start[good], name_end[good], block.group)
    return _Starts(line[good], message, times.time_us[good], stream, streams)


def _name_ends(text: BytesAt, at: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where the first byte up to a space stands; the position itself where none is near."""
    end = at.copy()
    open_rows = np.arange(len(at))
    for width in (64, STREAM_NAME_LIMIT + 1):
        rest = []
        for start in range(0, len(open_rows), _CHUNK):
            rows = open_rows[start : start + _CHUNK]
            blanks = text.fields(at[rows], width) <= ord(" ")
            first = blanks.argmax(axis=1)
            found = blanks[np.arange(len(rows)), first]
            end[rows[found]] += first[found]
            rest.append(rows[~found])
        open_rows = np.concatenate(rest) if rest else open_rows
        if not open_rows.size:
            break
    return end
