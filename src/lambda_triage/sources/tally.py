"""Counts signals and keeps the log events that prove them, within a budget."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct, field

from lambda_triage.evidence.tables import LOG_EVENTS, SIGNALS

if TYPE_CHECKING:
    from collections.abc import Callable

    from lambda_triage.evidence.case import Case, Value
    from lambda_triage.sources.attempt import Attempt
    from lambda_triage.sources.bearing import Weight
    from lambda_triage.sources.event import Event, Match

EXAMPLES = 5  # events kept per signal
ERRORS_KEPT = 3  # events kept per distinct error that no signature knows
MOST_SIGNALS = 20_000  # distinct signals; more than that are counted under their signature alone


QUIET = re.compile(
    r'"level"\s*:\s*"(?:INFO|DEBUG|TRACE|info|debug|trace)"|^\[(?:INFO|DEBUG|TRACE)\]'
    r"|\t(?:INFO|DEBUG|TRACE)\t"
)
TROUBLE = re.compile(
    r"error|exception|fail|time[d-]? ?out|refused|unable|cannot|could not|not authorized|denied:",
    re.IGNORECASE,
)
REPAIRED = re.compile(
    r"\bretr(?:y|ied|ying|ies)\b[^\n]{0,60}\b(?:ok|succeeded|success(?:ful(?:ly)?)?)\b",
    re.IGNORECASE,
)
# What Invoke answers when the function failed: an outcome. Those of the platform are read as such.
ANSWER = re.compile(
    r'\s*\{(?![^{}]{0,2000}"errorType"\s*:\s*"(?:Sandbox|Runtime)\.)\s*"error(?:Type|Message)"\s*:'
)
HEAD = 400  # characters in which a logger's level stands


def is_quiet(text: str) -> bool:
    """Whether a logger put the event below WARN, and it has no word of trouble, either."""
    if REPAIRED.search(text):
        return True
    return QUIET.search(text[:HEAD]) is not None and TROUBLE.search(text) is None


class _Count(Struct):
    events: int = 0
    loose: int = 0
    unsettled: int = 0
    statuses: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    environments: set[int] = field(default_factory=set)
    origin: str = "function"
    first_us: int | None = None
    last_us: int | None = None
    last_place: tuple[int, int] | None = None
    examples: list[int] = field(default_factory=list)

    def keep(self, event: Event, most: int) -> bool:
        """Whether this event is to be kept as one of the examples."""
        if len(self.examples) >= most:
            return False
        self.examples.append(event.id)
        return True


class Tally:
    """Grows with distinct signals, not with events; *examples* of each are kept."""

    def __init__(self, examples: int = EXAMPLES) -> None:
        self._examples = examples
        self._counts: dict[tuple[str, Match], _Count] = {}
        self._kept: dict[int, dict[str, Value]] = {}
        self._errors: dict[tuple[str, str], int] = defaultdict(int)

    def loose(self, event: Event, resource: str, origin: str, weight: Weight = "failure") -> None:
        """Count an event that belongs to no attempt; a note is kept, and no sign of a failure."""
        most = self._examples
        kept = [self._count(event, resource, origin, m).keep(event, most) for m in event.matches]
        for match in event.matches:
            count = self._counts[self._key(resource, match)]
            if ANSWER.match(event.text):
                count.statuses["error"] += 1
            elif weight != "note" and not is_quiet(event.text):
                count.loose += 1
                # its START and END are missing, or a trail tells of a call, not of its invocation
                count.unsettled += event.request_id is not None or weight == "handled"
        if any(kept) or (not event.matches and self._new_error(resource, "")):
            self._keep(event, resource, origin, None)

    def settle(self, attempt: Attempt, resource: str, origins: Callable[[str], str]) -> None:
        """Count the events of one attempt, whose outcome is final now; each signal once for it."""
        status = attempt.status
        seen: set[Match] = set()
        for event in attempt.events:
            origin = origins(event.text)
            kept = False
            for match in event.matches:
                count = self._count(event, resource, origin, match)
                kept = count.keep(event, self._examples) or kept
                if REPAIRED.search(event.text):
                    count.statuses["ok"] += match not in seen
                elif status == "unknown":
                    count.loose += 1
                    count.unsettled += 1
                elif match not in seen:
                    count.statuses[status] += 1
                seen.add(match)
            if kept or (not event.matches and self._new_error(resource, attempt.fingerprint or "")):
                self._keep(event, resource, origin, attempt)

    def write(self, case: Case, streams: dict[int, str | None]) -> None:
        """Hand everything to the case; *streams* names each lane."""
        events = [self._kept[id] for id in sorted(self._kept)]
        for row in events:
            lane = row.pop("lane")
            row["environment"] = streams.get(lane) if isinstance(lane, int) else None
        case.add(LOG_EVENTS, events)
        case.add(SIGNALS, [_row(k, c) for k, c in sorted(self._counts.items(), key=lambda i: i[0])])

    def _key(self, resource: str, match: Match) -> tuple[str, Match]:
        key = (resource, match)
        if key not in self._counts and len(self._counts) >= MOST_SIGNALS:
            return (resource, (match[0], ()))
        return key

    def _count(self, event: Event, resource: str, origin: str, match: Match) -> _Count:
        count = self._counts.setdefault(self._key(resource, match), _Count(origin=origin))
        count.events += 1
        count.environments.add(event.lane)
        count.last_place = (event.input, event.line)
        if event.time_us is not None:
            first, last = count.first_us, count.last_us
            count.first_us = event.time_us if first is None else min(first, event.time_us)
            count.last_us = event.time_us if last is None else max(last, event.time_us)
        return count

    def _new_error(self, resource: str, fingerprint: str) -> bool:
        self._errors[resource, fingerprint] += 1
        return self._errors[resource, fingerprint] <= ERRORS_KEPT

    def _keep(self, event: Event, resource: str, origin: str, attempt: Attempt | None) -> None:
        self._kept[event.id] = {
            "id": event.id,
            "resource": resource,
            "lane": event.lane,
            "time_us": event.time_us,
            "request_id": attempt.request_id if attempt else event.request_id,
            "origin": origin,
            "text": event.text,
            "input": event.input,
            "line": event.line,
            "offset": event.offset,
        }


def _row(key: tuple[str, Match], count: _Count) -> dict[str, Value]:
    resource, (signal, captures) = key
    statuses = dict(sorted(count.statuses.items()))
    ok = statuses.get("ok", 0)
    return {
        "resource": resource,
        "signal": signal,
        "key": json.dumps(dict(captures), sort_keys=True),
        "events": count.events,
        "invocations": sum(statuses.values()),
        "failed": sum(statuses.values()) - ok,
        "ok": ok,
        "statuses": json.dumps(statuses),
        "loose": count.loose,
        "unsettled": count.unsettled,
        "environments": len(count.environments),
        "origin": count.origin,
        "first_us": count.first_us,
        "last_us": count.last_us,
        "last_input": count.last_place[0] if count.last_place else None,
        "last_line": count.last_place[1] if count.last_place else None,
        "examples": json.dumps(sorted(count.examples)),
    }
