"""The same answers from plain Python, an event at a time.

`scan` takes this way for small blocks, where NumPy's own start costs more than the bytes do; its
tests hold the two ways against each other on blocks of every size.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.scan.block import (
    EVENT_LIMIT,
    NO_STREAM,
    NO_TIME,
    SPACES,
    STREAM_NAME_LIMIT,
    Block,
    Prefix,
    Stream,
)
from lambda_triage.scan.continued import opens_event
from lambda_triage.scan.message import identify, leading_time, message_text
from lambda_triage.scan.result import Scan
from lambda_triage.scan.row import Kind, Row
from lambda_triage.scan.stamp import parse_time
from lambda_triage.scan.words import add_last_words, is_payload, is_timeout
from lambda_triage.scan.written import written_row

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lambda_triage.scan.literals import Literal, Matcher

_OWN = (Kind.HIT, Kind.APPLICATION)
_NAME = re.compile(rb"[^\x00-\x20]{1,%d}" % STREAM_NAME_LIMIT)


class _Event(Struct):
    start: int
    message: int
    end: int
    time_us: int | None
    stream: str | int | None  # a name in the line, or an index


def scan_slow(block: Block, matcher: Matcher) -> Scan:
    """As `scan`, but every platform line is a row and no invocation is clean."""
    streams = _given_streams(block)
    rows: list[Row] = []
    counts: Counter[Kind] = Counter()
    times: list[int] = []
    cut = 0
    last_words: dict[int, tuple[bytes, int | None]] = {}
    told: dict[int, Row] = {}  # errors as JSON, by stream, until somebody writes
    found = list(_events(block))
    present = {i: matcher.literals[i] for i in sorted({i for _, i in matcher.find(block.data)})}
    for number, event in enumerate(found):
        whole = block.data[event.message : min(event.end, event.start + EVENT_LIMIT)]
        stream = _index(event, streams, block)
        kind, row = _judge(block, present, number, event, whole, stream)
        counts[kind] += 1
        cut += event.end - event.start > EVENT_LIMIT
        if row is not None:
            rows.append(row)
            if is_timeout(row) and stream in last_words:
                add_last_words(row, *last_words[stream])
        if kind is not Kind.BLANK and (payload := told.pop(stream, None)):
            payload.after = message_text(whole) if kind in _OWN else None
        if row is not None and is_payload(row):
            told[stream] = row
        if kind is Kind.START:
            last_words.pop(stream, None)
        elif kind in _OWN:
            last_words[stream] = (whole, event.time_us)
        times += [time for time in (row.time_us if row else event.time_us,) if time is not None]
    counts.update(_other_lines(block, found))
    return Scan(
        input=block.input,
        streams=tuple(streams),
        rows=rows,
        clean=None,
        counts={kind: counts[kind] for kind in sorted(counts) if counts[kind]},
        bytes=len(block.data),
        events=len(found),
        first_us=min(times, default=None),
        last_us=max(times, default=None),
        cut=cut,
    )


def _judge(
    block: Block,
    present: Mapping[int, Literal],
    number: int,
    event: _Event,
    message: bytes,
    stream: int,
) -> tuple[Kind, Row | None]:
    if event.time_us is None:
        event.time_us = leading_time(message)
    pasted = block.prefix is Prefix.NONE and block.events is None
    platform = identify(message, pasted=pasted)
    literals = tuple(i for i, literal in present.items() if literal.occurs_in(message))
    if platform is None and not literals:
        blank = not block.data[event.message : event.end].strip(SPACES + b"\n")
        return Kind.BLANK if blank else Kind.APPLICATION, None
    offset, line = block.offset + event.start, block.line + 1
    line += block.data.count(b"\n", 0, event.start)
    if block.events is not None:
        offset, line = -1, block.events.ordinal(number)
    where = (block.input, offset, line, event.time_us, stream)
    row = written_row(message, where, platform, literals)
    return row.kind, row


def _given_streams(block: Block) -> list[Stream]:
    if block.events is not None:
        group = block.group
        return [Stream(each.group or group, each.name) for each in block.events.streams]
    if block.prefix in (Prefix.ISO_STREAM, Prefix.STREAM_ISO):
        return []
    whole = Stream(block.group, block.stream)
    return [] if whole == Stream() else [whole]


def _index(event: _Event, streams: list[Stream], block: Block) -> int:
    if isinstance(event.stream, int):
        return event.stream
    if event.stream is None:
        prefixed = block.prefix in (Prefix.ISO_STREAM, Prefix.STREAM_ISO)
        return NO_STREAM if prefixed or not streams else 0
    stream = Stream(block.group, event.stream)
    if stream not in streams:
        streams.append(stream)
    return streams.index(stream)


def _lines(data: bytes) -> list[bytes]:
    rows = data.split(b"\n")
    return rows[:-1] if not rows[-1] else rows


def _other_lines(block: Block, events: list[_Event]) -> Iterator[Kind]:
    """The kinds of the lines that open no event."""
    starts = {event.start for event in events}
    at = 0
    for line in _lines(block.data):
        if at not in starts:
            yield Kind.CONTINUATION if line.strip(SPACES) else Kind.BLANK
        at += len(line) + 1


def _events(block: Block) -> Iterator[_Event]:
    found = list(_given(block) if block.events is not None else _found(block))
    ends = [*(event.start for event in found[1:]), len(block.data)]
    for event, end in zip(found, ends, strict=False):
        event.end = end
        yield event


def _given(block: Block) -> Iterator[_Event]:
    events = block.events
    if events is None:
        return
    for start, time_us, stream in zip(events.starts, events.time_us, events.stream, strict=True):
        time = None if time_us == NO_TIME else int(time_us)
        yield _Event(int(start), int(start), 0, time, int(stream))


def _found(block: Block) -> Iterator[_Event]:
    rows = _lines(block.data)
    plain = list(opens_event(rows)) if block.prefix is Prefix.NONE else []
    at = 0
    for index, line in enumerate(rows):
        if block.prefix is Prefix.NONE:
            event = _Event(at, at, 0, None, None) if plain[index] else None
        else:
            event = _prefixed(line, at, block.prefix)
        if event is None and index == 0:
            event = _Event(at, at, 0, None, None)
        if event is not None:
            yield event
        at += len(line) + 1


def _prefixed(line: bytes, at: int, prefix: Prefix) -> _Event | None:
    if prefix is Prefix.STREAM_ISO:
        name = _NAME.match(line)
        if name is None or line[name.end() : name.end() + 1] != b" ":
            return None
        time = parse_time(line, name.end() + 1)
        end = time[1] if time else 0
    else:
        time = parse_time(line)
        end, name = (time[1] if time else 0), None
        if prefix is Prefix.ISO_STREAM:
            name = _NAME.match(line, end + 1) if line[end : end + 1] == b" " else None
            if name is None:
                return None
            end = name.end()
    if time is None or line[end : end + 1] not in (b" ", b"\r", b""):
        return None
    stream = name.group().decode(errors="replace") if name else None
    return _Event(at, at + min(end + 1, len(line)), 0, time[0], stream)
