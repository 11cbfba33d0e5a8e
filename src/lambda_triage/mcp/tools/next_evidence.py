"""`next_evidence`: what to collect so that an undecided diagnosis is decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from msgspec import Meta, Struct

from lambda_triage.errors import UsageError
from lambda_triage.mcp.inputs import Evidence
from lambda_triage.mcp.quoted import quoted
from lambda_triage.mcp.tool import Answer, Effects, Tool

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.mcp.work import Work
    from lambda_triage.reports.contract import Report

CANDIDATES = 5  # causes that are still in the running
NEXT = {
    True: "bring the first, then diagnose with all paths together",
    False: "nothing is missing that could change this verdict",
}


class Undecided(Evidence, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A kept report, or evidence to diagnose first."""

    report: Annotated[str, Meta(description="Id from diagnose, instead of evidence")] | None = None


class Missing(Struct, frozen=True):
    """What is undecided."""

    verdict: str
    report: str
    next: str


class Want(Struct, frozen=True, omit_defaults=True):
    """One thing to collect, by a read-only call or a file."""

    needs: str
    why: str
    collect: str | None = None


def run(asked: Undecided, work: Work) -> Answer:
    """What the report lacks, the most telling first."""
    if asked.report is None:
        report, id, _ = work.diagnosed(asked)
    elif asked.paths or asked.text or asked.functions or asked.stack or asked.project:
        raise UsageError("report and evidence contradict each other; give one")
    else:
        report, id = work.room.report(asked.report), asked.report
    found = tuple(_wants(report))
    return Answer(Missing(report.verdict, id, NEXT[bool(found)]), found)


def _wants(report: Report) -> Iterator[Want]:
    whys = {gap.why for gap in report.gaps}
    for gap in report.gaps:
        yield Want(gap.needs, quoted(gap.why), quoted(gap.collect))
    for cause in report.causes[:CANDIDATES]:
        for told in cause.would_confirm:
            if told.partition(": ")[2] in whys:
                continue
            yield Want(quoted(told), f"would confirm {cause.cause} ({cause.confidence:.0%})")


NEXT_EVIDENCE = Tool(
    name="next_evidence",
    title="What to collect next",
    description=(
        "For an inconclusive diagnosis: which evidence would decide, each with the exact read-only"
        " AWS call or file. Give a report id, or evidence."
    ),
    takes=Undecided,
    run=run,
    head=Missing,
    item=Want,
    effects=Effects(open_world=True),
)
