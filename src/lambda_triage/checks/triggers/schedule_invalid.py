"""Schedule expressions that EventBridge will refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.schedule_expression import wrong
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.checks.triggering import Triggering
from lambda_triage.evidence.documents import Schedule
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.documents import Rule


@check(
    id="triggers/schedule-invalid",
    title="EventBridge will not take the schedule expression",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("rules",),
    cause="schedule_invalid",
)
def schedule_invalid(scene: Scene) -> Iterator[Finding]:
    triggering = Triggering(scene)
    for rule in triggering.rules:
        why = wrong(rule.schedule, scheduler=False) if rule.schedule else None
        for resource in (triggering.behind(rule) or (rule.resource,)) if why else ():
            yield _finding(rule, resource, rule.schedule or "", "schedule", why or "")
    for schedule in scene.case.documents(Schedule):
        why = wrong(schedule.expression, scheduler=True) if schedule.expression else None
        for resource in (triggering.reached(schedule.arn) or (schedule.resource,)) if why else ():
            yield _finding(schedule, resource, schedule.expression or "", "expression", why or "")


def _finding(
    document: Rule | Schedule, resource: str, expression: str, field: str, why: str
) -> Finding:
    text = f"{expression[:120]}: {why}"
    return Finding(
        resource=resource,
        summary=f"EventBridge will refuse the schedule of {document.name}, {text}",
        key=document.resource,
        citations=(Citation(place=document.place(field), text=text),),
        cause="schedule_invalid",
        weight=DECISIVE,
        explains=("deployment", "not_triggered"),
        remedies=(EditCode("Correct the expression, such as rate(5 minutes), cron(0 3 * * ? *)"),),
    )
