"""Functions that IAM Access Analyzer found to be reachable from outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.evidence.documents import AnalyzerFinding
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

KINDS = ("AWS::Lambda::Function", "AWS::Lambda::LayerVersion")


@check(
    id="rights/reachable-from-outside",
    title="Access Analyzer found access from outside",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("analyzer_findings",),
)
def reachable_from_outside(scene: Scene) -> Iterator[Finding]:
    for found in scene.case.documents(AnalyzerFinding):
        if found.type not in KINDS or found.status != "ACTIVE":
            continue
        if found.public is None and not found.principal:
            continue  # the list of the second version tells neither, and has unused access, too
        if scene.case.functions and scene.function(found.resource) is None:
            continue  # the whole account's may be listed
        who = "everybody" if found.public else _named(found)
        actions = ", ".join((found.actions or ())[:3]) or "actions"
        text = f"finding {found.id or ''} is ACTIVE: {who} may use {actions}".replace("  ", " ")
        yield Finding(
            resource=found.resource,
            summary=f"Whoever is outside of the account may get in: {text}",
            key=found.id or who,
            citations=(Citation(place=found.place("principal"), text=text),),
            remedies=(
                Manual(
                    "Take the statement out of the policy, or archive the finding where it is"
                    " meant",
                    "whether this access is meant only its owner knows",
                ),
            ),
        )


def _named(found: AnalyzerFinding) -> str:
    told = found.principal if isinstance(found.principal, dict) else {}
    return ", ".join(sorted(str(v) for v in told.values())[:3]) or "somebody outside"
