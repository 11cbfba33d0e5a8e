"""The contract of `diff`: what became of causes, findings and measures between two reports."""

from __future__ import annotations

from typing import Literal

import msgspec

SCHEMA = 1

State = Literal["resolved", "present", "new", "cannot_tell"]
Result = Literal["nothing_new", "problems", "cannot_tell"]
Change = Literal["better", "worse", "not_significant", "cannot_tell"]


class Side(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of the two reports."""

    source: str
    verdict: str
    start: str | None
    end: str | None
    invocations: int


class CauseChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What became of a cause; `reason` says why it cannot be told."""

    cause: str
    title: str
    resource: str
    state: State
    before: float | None  # confidence
    after: float | None
    reason: str | None = None


class FindingChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What became of a finding, matched by its id."""

    id: str
    check: str
    role: str
    severity: str
    resource: str
    summary: str
    state: State
    reason: str | None = None


class Measured(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A share (`count` of `of` invocations), or a value in `unit`, on one side."""

    value: float | None
    count: int | None = None
    of: int | None = None


class Measure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One measured thing on both sides.

    low, high  interval of the difference of shares; null for what is compared by ranks
    p          of the comparison by ranks; null for shares
    """

    resource: str
    measure: str
    unit: Literal["share", "ms"]
    before: Measured
    after: Measured
    change: Change
    low: float | None = None
    high: float | None = None
    p: float | None = None


class Difference(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole answer of `diff`."""

    schema: int
    tool_version: str
    result: Result
    before: Side
    after: Side
    causes: tuple[CauseChange, ...]
    findings: tuple[FindingChange, ...]
    measures: tuple[Measure, ...]
    reasons: tuple[str, ...] = ()  # why the result cannot be told
