"""One block of log events → rows of interest and columns of clean invocations, by NumPy."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from lambda_triage.scan.block import EVENT_LIMIT, NO_TIME, Block, Prefix
from lambda_triage.scan.bytes_at import BytesAt
from lambda_triage.scan.clean import Places, find_clean
from lambda_triage.scan.events import EventColumns, find_events
from lambda_triage.scan.heads import Heads, read_heads
from lambda_triage.scan.lines import Lines, every_line, few_lines
from lambda_triage.scan.pieces import LINE_LIMIT, joined, pieces
from lambda_triage.scan.rare import literal_hits, rare_platform_lines
from lambda_triage.scan.result import Scan
from lambda_triage.scan.row import Kind
from lambda_triage.scan.rows import Seen, make_rows
from lambda_triage.scan.silence import tell_last_words, tell_next_words
from lambda_triage.scan.times import leading_times, text_times

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from lambda_triage.scan.literals import Matcher
    from lambda_triage.scan.platform_lines import Platform
    from lambda_triage.scan.row import Row


def scan_columns(block: Block, matcher: Matcher) -> Scan:
    """Every platform line and literal hit of a block, clean invocations as columns.

    An invocation is clean when its START, END and REPORT follow one another in their stream with
    nothing of interest between, in Lambda's plainest form, and when what stands right before and
    after it in the stream cannot belong to it. So all that is near an anomaly becomes rows.
    """
    text = BytesAt(block.data)
    lines = few_lines(text, LINE_LIMIT)
    if lines is None:
        return joined(block, [_scan_piece(piece, matcher) for piece in pieces(block)])
    return _scan(block, matcher, text, lines)


def _scan_piece(block: Block, matcher: Matcher) -> Scan:
    text = BytesAt(block.data)
    return _scan(block, matcher, text, every_line(text))


def _scan(block: Block, matcher: Matcher, text: BytesAt, lines: Lines) -> Scan:
    found, marked = matcher.sweep(block.data)
    events = find_events(text, lines, block, marked)
    heads = read_heads(text, lines, events)
    pasted = block.prefix is Prefix.NONE and block.events is None
    rare = rare_platform_lines(text, events, heads, marked, pasted=pasted)
    hits = literal_hits(events, found, matcher)
    _fill_times(text, events, rare)
    special = np.array(sorted({*rare, *hits}), np.int64)
    heads.lone[special] = 0
    heads.lone[_init_starts(rare, hits)] = Kind.INIT_START
    interesting = heads.kind > 0
    interesting[special] = True
    places = _places(block, events)
    clean, used = find_clean(text, events, heads, np.flatnonzero(interesting), places)
    interesting[used] = False
    chosen = np.flatnonzero(interesting)
    seen = Seen(events, places, heads, rare, hits)
    rows = make_rows(block.data, block.input, seen, chosen)
    tell_last_words(block.data, seen, rows, chosen)
    tell_next_words(block.data, seen, rows, chosen)
    first_us, last_us = _window(events, rows)
    return Scan(
        input=block.input,
        streams=events.streams,
        rows=rows,
        clean=clean,
        counts=_counts(lines, events, heads, rare, hits),
        bytes=text.size,
        events=len(events),
        first_us=first_us,
        last_us=last_us,
        cut=int(np.count_nonzero(events.end - events.start > EVENT_LIMIT)),
    )


def _fill_times(text: BytesAt, events: EventColumns, rare: Mapping[int, Platform]) -> None:
    """Where the container tells no time, the one that the message itself tells holds."""
    untimed = np.flatnonzero(events.time_us == NO_TIME)
    if not untimed.size:
        return
    events.time_us[untimed] = leading_times(text, events.message[untimed])
    told = [(event, line.time) for event, line in rare.items() if line.time is not None]
    event = np.array([event for event, _ in told], np.int64)
    times = text_times([time for _, time in told])
    unknown = events.time_us[event] == NO_TIME
    events.time_us[event[unknown]] = times[unknown]


def _init_starts(
    rare: Mapping[int, Platform], hits: Mapping[int, tuple[int, ...]]
) -> NDArray[np.int64]:
    """INIT_START lines that say nothing else: the invocation after one may still be clean."""
    found = [at for at, line in rare.items() if line.kind is Kind.INIT_START and at not in hits]
    return np.array(found, np.int64)


def _places(block: Block, events: EventColumns) -> Places:
    if block.events is None:
        return Places(block.offset + events.start, block.line + events.line + 1)
    known = block.events.ordinals
    lines = block.events.first + np.arange(len(events)) if known is None else np.asarray(known)
    return Places(np.full(len(events), -1, np.int64), lines)


def _window(events: EventColumns, rows: list[Row]) -> tuple[int | None, int | None]:
    times = events.time_us[events.time_us != NO_TIME]
    known = [row.time_us for row in rows if row.time_us is not None]
    if times.size:
        known += [int(times.min()), int(times.max())]
    return min(known, default=None), max(known, default=None)


def _counts(
    lines: Lines,
    events: EventColumns,
    heads: Heads,
    rare: Mapping[int, Platform],
    hits: Mapping[int, tuple[int, ...]],
) -> dict[Kind, int]:
    counts = Counter({Kind(kind): int(np.count_nonzero(heads.kind == kind)) for kind in _HEADS})
    counts.update(platform.kind for platform in rare.values())
    judged = heads.kind > 0
    judged[list(rare)] = True
    hit = np.array([event for event in hits if not judged[event]], np.int64)
    counts[Kind.HIT] = len(hit)
    judged[hit] = True
    counts[Kind.BLANK] = int(np.count_nonzero(heads.blank & ~judged))
    counts[Kind.APPLICATION] = int(np.count_nonzero(~heads.blank & ~judged))
    continues = np.ones(len(lines), np.bool_)
    continues[events.line] = False
    written: NDArray[np.bool_] = lines.text_end > lines.start
    counts[Kind.CONTINUATION] = int(np.count_nonzero(continues & written))
    counts[Kind.BLANK] += int(np.count_nonzero(continues & ~written))
    return {kind: counts[kind] for kind in sorted(counts) if counts[kind]}


_HEADS = (Kind.START, Kind.END, Kind.REPORT)
