"""`diagnose`: evidence in, verdict out, as the command of that name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.mcp.inputs import Evidence
from lambda_triage.mcp.told import Item, items
from lambda_triage.mcp.tool import Answer, Effects, Tool

if TYPE_CHECKING:
    from lambda_triage.mcp.work import Work
    from lambda_triage.reports.contract import Report

# What an agent does next, by verdict.
NEXT = {
    "cause_found": "apply the first fix, collect again, and prove it with compare_bundles",
    "inconclusive": "next_evidence with this report names what would decide",
    "healthy": "nothing failed in this window; if somebody saw a failure, widen the window",
}


class Verdict(Struct, frozen=True, omit_defaults=True):
    """The head of a diagnosis."""

    verdict: str
    report: str
    invocations: dict[str, int]
    next: str
    start: str | None = None
    end: str | None = None
    unreadable: int = 0


def verdict(report: Report, id: str) -> Verdict:
    """The head for a report kept under *id*."""
    return Verdict(
        verdict=report.verdict,
        report=id,
        invocations=report.stats.invocations_by_status,
        next=NEXT[report.verdict],
        start=report.window.start,
        end=report.window.end,
        unreadable=len(report.stats.unreadable),
    )


def run(asked: Evidence, work: Work) -> Answer:
    """Diagnose, and keep the report for later calls."""
    report, id, live = work.diagnosed(asked)
    return Answer(verdict(report, id), items(report, shows=work.shows(live=live)))


DIAGNOSE = Tool(
    name="diagnose",
    title="Diagnose",
    description=(
        "Root causes of failing, slow or costly AWS Lambda functions, ranked, with proof, counter-"
        "evidence and fixes. Reads files (paths), pasted lines (text), or AWS read-only (functions"
        " or stack). Start here."
    ),
    takes=Evidence,
    run=run,
    head=Verdict,
    item=Item,
    effects=Effects(open_world=True),
)
