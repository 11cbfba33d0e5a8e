"""Events that EventBridge could not hand to a rule's target, or gave up for a schedule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.series import counts
from lambda_triage.checks.signature import STRONG
from lambda_triage.checks.triggering import Triggering
from lambda_triage.findings import Command, Finding, GrantAction, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.checks.series import Series
    from lambda_triage.evidence.documents import Rule
    from lambda_triage.findings import Remedy

# What each service calls it (EventBridge guide and Scheduler guide, monitoring, 2026).
RULE, SCHEDULE = "FailedInvocations", "InvocationDroppedCount"


@check(
    id="triggers/target-failed",
    title="EventBridge cannot invoke the target",
    severity=Severity.HIGH,
    role=Role.SIGNATURE,
    since="0.1",
    reads=("metrics",),
    cause="trigger_permission_missing",
)
def target_failed(scene: Scene) -> Iterator[Finding]:
    triggering = Triggering(scene)
    for metric in (RULE, SCHEDULE):
        for series in counts(scene, metric):
            if series.total > 0:
                resource, rule = triggering.told_of(series.resource)
                yield _finding(series, resource, rule)


def _finding(series: Series, resource: str, rule: Rule | None) -> Finding:
    events = round(series.total)
    onset_us = series.first_us(1)
    who = f"The rule {rule.name}" if rule else "EventBridge"
    number = f"{events:,} time{'s' if events != 1 else ''}"
    text = f"{who} gave up its target {number}"
    return Finding(
        resource=resource,
        summary=f"{text} ({series.metric}): it may not invoke it, or it is not there",
        key=f"{series.metric} {series.resource}",
        citations=(series.citation(f"{series.metric}: {events:,}", onset_us),),
        cause="trigger_permission_missing",
        weight=STRONG,
        symptom="not_triggered",
        opens=True,
        invocations=events,
        by_status=(("not_triggered", events),),
        onset_us=onset_us,
        impact=text,
        remedies=_fix(series, resource, rule),
    )


def _fix(series: Series, resource: str, rule: Rule | None) -> tuple[Remedy, ...]:
    if series.metric == SCHEDULE:
        told = "Let the schedule's role invoke the function, and scheduler.amazonaws.com assume it"
        target = resource if ":lambda:" in resource else None
        return (GrantAction(("lambda:InvokeFunction",), target, None, "identity", told),)
    name = rule.name if rule else "<rule>"
    argv = ("aws", "events", "list-targets-by-rule", "--rule", name)
    told = "Let the rule invoke the function, with the rule's ARN as aws:SourceArn"
    grant = GrantAction(
        ("lambda:InvokeFunction",),
        resource if ":lambda:" in resource else None,
        "events.amazonaws.com",
        "resource",
        told,
    )
    return (grant, Command(argv, "See that each target's ARN exists, and keep what fails in a DLQ"))
