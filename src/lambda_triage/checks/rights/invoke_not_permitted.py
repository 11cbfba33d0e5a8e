"""Triggers that their function's policy does not let in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.invoking import API, INVOKE, REASONS, admissions, permission
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.findings import Citation, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene


@check(
    id="rights/invoke-not-permitted",
    title="The function's policy does not let its trigger in",
    severity=Severity.CRITICAL,
    role=Role.RISK,
    since="0.1",
    reads=("resource_policies",),
    cause="trigger_permission_missing",
)
def invoke_not_permitted(scene: Scene) -> Iterator[Finding]:
    for one in admissions(scene):
        if one.named:
            continue
        edge = one.edge
        cause, explains = REASONS[edge.service == API]
        text = f"no statement of its policy lets {edge.service} call {INVOKE}"
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
