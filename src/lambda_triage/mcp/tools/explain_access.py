"""`explain_access`: which policy refuses a call, and the statement that allows it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.mcp.inputs import Evidence
from lambda_triage.mcp.told import Cause, causes
from lambda_triage.mcp.tool import Answer, Effects, Tool

if TYPE_CHECKING:
    from lambda_triage.mcp.work import Work

FAMILIES = ("access/", "rights/")  # of checks that are about policies
NEXT = {
    "refused": "apply the first fix; the statement names action and resource, no wildcard",
    "not_seen": "give the AccessDenied message as text, with role and policies or the template",
    "unclear": "add the policies that next_evidence names for this report",
}


class Access(Struct, frozen=True):
    """Whether a refusal was seen and explained."""

    answer: str
    report: str
    next: str


def run(asked: Evidence, work: Work) -> Answer:
    """Diagnose, and keep to the causes that are about policies."""
    report, id, live = work.diagnosed(asked)
    found = causes(report, shows=work.shows(live=live), only=_slugs())
    leading = {incident.causes[0] for incident in report.incidents if incident.causes}
    sure = [
        one for one in found if one.name in leading or one.confidence >= 0.7
    ]  # as for a verdict
    answer = "refused" if sure else "unclear" if found else "not_seen"
    return Answer(Access(answer, id, NEXT[answer]), found)


@cache
def _slugs() -> frozenset[str]:
    """Causes that checks of these families name, and the kinds of denial there are."""
    from lambda_triage.checks.index import indexed
    from lambda_triage.facts.causes import causes as known

    named = {check.cause for check in indexed() if check.cause and check.id.startswith(FAMILIES)}
    return frozenset(named | {slug for slug in known() if slug.startswith("access_denied")})


EXPLAIN_ACCESS = Tool(
    name="explain_access",
    title="Explain a refusal",
    description=(
        "Which policy refuses a call (identity, resource, boundary, SCP, KMS, credentials), and the"
        " least-privilege statement that allows it; from the AccessDenied text, better with"
        " policies or templates."
    ),
    takes=Evidence,
    run=run,
    head=Access,
    item=Cause,
    effects=Effects(open_world=True),
)
