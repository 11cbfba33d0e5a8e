"""The few events that columns cannot judge: each is read by itself, JSON events all together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lambda_triage.scan.block import EVENT_LIMIT
from lambda_triage.scan.distinct import distinct
from lambda_triage.scan.message import is_event_object, object_text
from lambda_triage.scan.platform_lines import Platform, platform_line
from lambda_triage.scan.row import TEXT_LIMIT
from lambda_triage.scan.telemetry import platform_events

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from lambda_triage.scan.bytes_at import BytesAt
    from lambda_triage.scan.events import EventColumns
    from lambda_triage.scan.heads import Heads
    from lambda_triage.scan.literals import Matcher

# Texts that only pasted platform lines hold anywhere but at their start, each with a rare letter.
_PASTED = ((b"RequestId: ", 2), (b"Billed Duration: ", 0), (b"Max Memory Used: ", 2))


def rare_platform_lines(
    text: BytesAt, events: EventColumns, heads: Heads, marked: Sequence[int], *, pasted: bool
) -> dict[int, Platform]:
    """Platform lines by event, of all forms that `heads` does not know."""
    at = [np.array(marked, np.int64) - 1]
    at += [text.find_text(needle, rare) for needle, rare in _PASTED] if pasted else []
    candidates = np.concatenate([*(event_at(events, each) for each in at), heads.odd])
    candidates = distinct(candidates[candidates >= 0])
    candidates = candidates[heads.kind[candidates] == 0]
    found: dict[int, Platform] = {}
    objects: list[tuple[int, bytes]] = []
    starts, ends = events.message[candidates].tolist(), events.end[candidates].tolist()
    for event, start, end in zip(candidates.tolist(), starts, ends, strict=True):
        head = text.data[start : min(end, start + TEXT_LIMIT)]
        if is_event_object(head):
            objects.append((event, object_text(head)))
        elif platform := platform_line(head, pasted=pasted):
            found[event] = platform
    decoded = platform_events([message for _, message in objects])
    for (event, _), platform_or_not in zip(objects, decoded, strict=True):
        if platform_or_not is not None:
            found[event] = platform_or_not
    return found


def literal_hits(
    events: EventColumns, found: list[tuple[int, int]], matcher: Matcher
) -> dict[int, tuple[int, ...]]:
    """Ids of the literals that occur in the message of each event."""
    if not found:
        return {}
    ends, ids = np.array(found, np.int64).T
    lengths = np.array([len(literal.text) for literal in matcher.literals], np.int64)
    event = event_at(events, ends - 1)
    known = event >= 0
    event, ends, ids = event[known], ends[known], ids[known]
    inside = ends - lengths[ids] >= events.message[event]
    inside &= ends <= np.minimum(events.end[event], events.start[event] + EVENT_LIMIT)
    pairs = distinct(event[inside] * len(lengths) + ids[inside])
    hits: dict[int, list[int]] = {}
    for pair in pairs.tolist():
        hits.setdefault(pair // len(lengths), []).append(pair % len(lengths))
    return {event: tuple(literals) for event, literals in hits.items()}


def event_at(events: EventColumns, at: NDArray[np.int64]) -> NDArray[np.int64]:
    """The event at each offset; -1 before the first one."""
    return np.searchsorted(events.start, at, side="right") - 1
