"""`compare_bundles`: what is resolved, still present and new between two states."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from msgspec import Meta, Struct

from lambda_triage.mcp.inputs import Name  # noqa: TC001  # msgspec resolves it
from lambda_triage.mcp.quoted import quoted
from lambda_triage.mcp.room import REPORT_ID
from lambda_triage.mcp.tool import Answer, Tool

if TYPE_CHECKING:
    from lambda_triage.mcp.work import Work
    from lambda_triage.reports.difference import Difference, Measure, Measured

NEXT = {
    "nothing_new": "nothing is wrong now; keep the second state as a baseline",
    "problems": "diagnose the second state; its causes are present or new",
    "cannot_tell": "collect more of the second state; the reasons say what is missing",
}


class Pair(Struct, frozen=True, forbid_unknown_fields=True):
    """Two states."""

    before: Annotated[Name, Meta(description="Path, bundle id or report id")]
    after: Name


class Compared(Struct, frozen=True, omit_defaults=True):
    """The result, and why it cannot be told."""

    result: str
    next: str
    reasons: tuple[str, ...] = ()


class Change(Struct, frozen=True, omit_defaults=True):
    """A cause or finding with its state, or a measure before and after."""

    kind: str
    name: str
    state: str
    resource: str
    says: str


def run(asked: Pair, work: Work) -> Answer:
    """Compare two reports, bundles or folders."""
    from lambda_triage.pipeline.diff import diff

    found = diff(_path(asked.before, work), _path(asked.after, work))
    head = Compared(found.result, NEXT[found.result], tuple(quoted(r) for r in found.reasons))
    return Answer(head, _changes(found))


def _path(given: str, work: Work) -> str:
    if REPORT_ID.fullmatch(given):
        return str(work.room.report_file(given))
    return work.paths([given])[0]


def _changes(found: Difference) -> tuple[Change, ...]:
    causes = [
        Change("cause", one.cause, one.state, quoted(one.resource), _told(one.title, one.reason))
        for one in found.causes
    ]
    measures = [
        Change("measure", one.measure, one.change, quoted(one.resource), _measured(one))
        for one in found.measures
    ]
    findings = [
        Change(
            "finding", one.check, one.state, quoted(one.resource), _told(one.summary, one.reason)
        )
        for one in found.findings
    ]
    return (*causes, *measures, *findings)


def _told(summary: str, reason: str | None) -> str:
    return quoted(f"{summary}: {reason}" if reason else summary)


def _measured(one: Measure) -> str:
    return f"{_side(one, one.before)} → {_side(one, one.after)}"


def _side(one: Measure, side: Measured) -> str:
    if side.value is None:
        return "unknown"
    if one.unit == "ms":
        return f"{side.value:.0f} ms"
    return f"{side.value:.1%} ({side.count} of {side.of})"


COMPARE_BUNDLES = Tool(
    name="compare_bundles",
    title="Compare two states",
    description=(
        "Before and after a change: causes and findings resolved, still present or new, measures"
        " with significance. Each side is a path, a bundle or a report."
    ),
    takes=Pair,
    run=run,
    head=Compared,
    item=Change,
)
