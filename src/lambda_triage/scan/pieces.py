"""Blocks of very short lines, taken apart so that columns of lines stay small."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace

from lambda_triage.scan.block import EVENT_LIMIT, Block, Events, Stream
from lambda_triage.scan.bytes_at import BytesAt
from lambda_triage.scan.clean import Clean
from lambda_triage.scan.continued import JSON_LIMIT
from lambda_triage.scan.events import find_events
from lambda_triage.scan.lines import every_line
from lambda_triage.scan.result import Scan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lambda_triage.scan.row import Kind, Row

LINE_LIMIT = 300_000  # lines of a block; the columns of so many stay under 100 MB
PIECE = 1 << 19  # bytes; even of empty lines so many do no harm
_MARGIN = 2 * JSON_LIMIT  # bytes after a line that may decide whether it opens an event
_FAULT = re.compile(b"Unknown application error occurred")


def pieces(block: Block, size: int = PIECE) -> Iterator[Block]:
    """The block cut where events begin; an event over EVENT_LIMIT may be cut, too."""
    offset = line = event = 0
    while offset < len(block.data):
        events = _slice(block.events, offset, event, size) if block.events else None
        length = _given_size(block, offset, events) if events else _size(block, offset, size)
        data = block.data[offset : offset + length]
        yield replace(
            block, data=data, offset=block.offset + offset, line=block.line + line, events=events
        )
        offset += length
        line += data.count(b"\n")
        event += len(events.starts) if events else 0


def _slice(events: Events, offset: int, first: int, size: int) -> Events:
    starts = np.asarray(events.starts)
    last = max(int(np.searchsorted(starts, offset + size)), first + 1)
    return Events(
        starts=starts[first:last] - offset,
        time_us=events.time_us[first:last],
        stream=events.stream[first:last],
        streams=events.streams,
        first=events.first + first,
        ordinals=None if events.ordinals is None else events.ordinals[first:last],
    )


def _given_size(block: Block, offset: int, events: Events) -> int:
    if block.events is None:
        return len(block.data) - offset
    last = events.first - block.events.first + len(events.starts)
    end = int(block.events.starts[last]) if last < len(block.events.starts) else len(block.data)
    return end - offset


def _size(block: Block, offset: int, size: int) -> int:
    rest = len(block.data) - offset
    while size < rest:
        window = replace(block, data=block.data[offset : offset + size])
        text = BytesAt(window.data)
        marked = [found.end() for found in _FAULT.finditer(window.data)]
        starts = find_events(text, every_line(text), window, marked).start
        cuts = starts[(starts > 0) & (starts <= max(size - _MARGIN, size // 2))]
        if cuts.size:
            return int(cuts[-1])
        if size >= EVENT_LIMIT:
            return window.data.rfind(b"\n") + 1 or size
        size *= 2
    return rest


def joined(block: Block, scans: Sequence[Scan]) -> Scan:
    """One scan out of those of the pieces, in order."""
    streams: list[Stream] = []
    rows: list[Row] = []
    cleans: list[Clean] = []
    counts: Counter[Kind] = Counter()
    for each in scans:
        moved = _stream_numbers(streams, each.streams)
        for row in each.rows:
            row.stream = int(moved[row.stream])
        rows += each.rows
        if each.clean is not None:
            cleans.append(replace(each.clean, stream=moved[each.clean.stream]))
        counts.update(each.counts)
    firsts = [each.first_us for each in scans if each.first_us is not None]
    lasts = [each.last_us for each in scans if each.last_us is not None]
    return Scan(
        input=block.input,
        streams=tuple(streams),
        rows=rows,
        clean=_joined_clean(cleans),
        counts={kind: counts[kind] for kind in sorted(counts)},
        bytes=sum(each.bytes for each in scans),
        events=sum(each.events for each in scans),
        first_us=min(firsts, default=None),
        last_us=max(lasts, default=None),
        cut=sum(each.cut for each in scans),
    )


def _stream_numbers(streams: list[Stream], more: tuple[Stream, ...]) -> np.ndarray:
    """Numbers of `more` among `streams`, to which they are added; the last entry is for -1."""
    if not streams:
        streams.extend(more)
        return np.append(np.arange(len(more)), -1).astype(np.int32)
    known = {stream: number for number, stream in reversed([*enumerate(streams)])}
    for stream in more:
        if stream not in known:
            known[stream] = len(streams)
            streams.append(stream)
    return np.array([*(known[stream] for stream in more), -1], np.int32)


def _joined_clean(cleans: list[Clean]) -> Clean | None:
    if not cleans:
        return None
    versions = sorted({version for clean in cleans for version in clean.versions})
    renumbered = []
    for clean in cleans:
        moved = np.array([versions.index(each) for each in clean.versions], np.int32)
        renumbered.append(replace(clean, version=moved[clean.version]))
    names = [name for name in Clean.__struct_fields__ if name != "versions"]
    columns = {
        name: np.concatenate([getattr(clean, name) for clean in renumbered]) for name in names
    }
    return Clean(**columns, versions=tuple(versions))
