"""The stable JSON answer: what `--format json` prints and every other report is drawn from."""

from __future__ import annotations

from typing import Literal

import msgspec

SCHEMA = 1

Verdict = Literal["cause_found", "healthy", "inconclusive"]


class Window(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """First and last event time seen, RFC 3339 UTC; null when no event carries a time."""

    start: str | None
    end: str | None
    assumed_utc: bool  # some input carried no zone, and UTC was taken


class Evidence(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One citation: a log line, a place in a document, or a metric; its text is redacted."""

    source: str
    text: str
    line: int | None = None
    path: str | None = None
    metric: str | None = None
    time: str | None = None


class Remedy(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What to change: machine-applicable data for its kind, or `manual` with the reason."""

    kind: Literal[
        "set_property", "iam_statement", "environment", "command", "package", "code", "manual"
    ]
    summary: str
    data: dict[str, str | int | float | bool | list[str]] = {}
    reason: str | None = None  # why no machine can apply it (manual and code)
    risk: str | None = None


class Cause(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"for_": "for"}):
    """A hypothesis that explains incidents, with the evidence on both sides."""

    cause: str
    title: str
    confidence: float
    resource: str
    summary: str  # one sentence, filled with the facts of this case
    explains: tuple[str, ...]  # finding ids
    for_: tuple[str, ...]  # evidence ids
    against: tuple[str, ...]  # evidence ids, or finding ids of what speaks against it
    remedies: tuple[Remedy, ...]
    would_confirm: tuple[str, ...] = ()


class Incident(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A symptom of one resource, since when, and what explains it (cause slugs, best first)."""

    resource: str
    symptom: str
    onset: str | None
    verdict: Verdict
    causes: tuple[str, ...]
    invocations: int
    requests: int | None = None  # callers' requests answered with 5xx; null where nothing tells
    cost_usd: float | None = None  # list price of its failed invocations; null where unknown


class Finding(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A fact with proof."""

    id: str
    check: str
    role: Literal["signature", "symptom", "risk", "context"]
    severity: Literal["critical", "high", "medium", "low"]
    resource: str
    summary: str
    evidence: tuple[str, ...]
    impact: str | None
    new: bool | None = None  # not in the baseline; None where no baseline was given


class Accepted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A finding that an exception took out of the judgement, with its reason."""

    check: str
    resource: str
    summary: str
    reason: str
    expires: str | None


class Unknown(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A check that could not tell, and for want of what."""

    check: str
    gap: str


class Gap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Evidence that is missing, why it matters, and the read-only call or file that brings it."""

    needs: str
    why: str
    collect: str


class Crash(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A check or cause that raised; a fault of this tool, reported and not hidden."""

    check: str
    error: str


JourneyBy = Literal["trace_id", "text"]


class Hop(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One invocation on the way of a request."""

    resource: str
    outcome: str  # a status of an invocation, or `unknown`
    request_id: str | None
    time: str | None
    duration_ms: float | None
    attempt: int


class Journey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One request's way through functions, by an id that they share, and where it ends."""

    by: JourneyBy
    id: str
    hops: tuple[Hop, ...]
    end: str
    more: int = 0  # invocations with this id that are not among the hops


class Series(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One chart: at most 300 points; `time` RFC 3339 UTC, one list of equal length per name."""

    resource: str
    chart: Literal["outcomes", "latency_ms", "memory_mb", "cold_starts"]
    time: tuple[str, ...]
    values: dict[str, tuple[float | None, ...]]


class Stats(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was read, and how much of it was understood."""

    inputs: int
    bytes: int
    events: int
    lines_by_kind: dict[str, int]
    invocations: int
    invocations_by_status: dict[str, int]
    unreadable: tuple[str, ...]


class Report(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole answer."""

    schema: int
    tool_version: str
    window: Window
    verdict: Verdict
    causes: tuple[Cause, ...]
    incidents: tuple[Incident, ...]
    findings: tuple[Finding, ...]
    evidence: dict[str, Evidence]
    unknown: tuple[Unknown, ...]
    gaps: tuple[Gap, ...]
    errors: tuple[Crash, ...]
    series: tuple[Series, ...]
    stats: Stats
    accepted: tuple[Accepted, ...] = ()
    journeys: tuple[Journey, ...] = ()  # examples of requests that failed in a later function
    expired: tuple[str, ...] = ()  # exceptions whose last day is over
