"""Triggers that their function's policy lets in by service, but with another source's ARN."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.invoking import API, REASONS, admissions, permission
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.findings import Citation, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.invoking import Admission
    from lambda_triage.checks.scene import Scene

KEYS = ("aws:sourcearn", "aws:sourceaccount")
MOST = 3  # ARNs told in the sentence


@check(
    id="rights/source-arn-mismatch",
    title="The function's policy lets in another source than its trigger",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("resource_policies",),
    cause="trigger_permission_missing",
)
def source_arn_mismatch(scene: Scene) -> Iterator[Finding]:
    for one in admissions(scene):
        if not one.named or one.passed:
            continue
        edge = one.edge
        cause, explains = REASONS[edge.service == API]
        text = f"its policy lets {edge.service} in only for {_wanted(one)}, not for {edge.source}"
        yield Finding(
            resource=scene.key(edge.function),
            summary=f"{edge.label[0].upper()}{edge.label[1:]} cannot invoke the function: {text}",
            key=f"{edge.function} {edge.service} {edge.label}",
            citations=(
                Citation(place=one.document.place("document"), text=text),
                Citation(place=edge.place, text=f"{edge.label} calls {edge.function}"),
            ),
            cause=cause,
            weight=DECISIVE,
            explains=explains,
            remedies=(permission(edge),),
        )


def _wanted(one: Admission) -> str:
    """The sources that the statements for this service name."""
    found: dict[str, None] = {}
    for statement in one.policy.statements:
        services = statement.principals.named if statement.principals else ()
        if ("Service", one.edge.service) in services:
            told = (c.values for c in statement.conditions if c.key.lower() in KEYS)
            found.update(dict.fromkeys(value for values in told for value in values))
    more = f" and {len(found) - MOST} more" if len(found) > MOST else ""
    return (" and ".join(list(found)[:MOST]) or "other sources") + more
