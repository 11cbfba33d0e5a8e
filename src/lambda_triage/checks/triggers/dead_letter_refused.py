"""Failed events of rules, schedules and topics that their dead-letter queue did not take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.series import counts
from lambda_triage.checks.triggering import Triggering
from lambda_triage.evidence.documents import Subscription
from lambda_triage.evidence.naming import same
from lambda_triage.findings import Finding, GrantAction, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.checks.series import Series

CERTAIN = 5.0  # log-odds: the service itself counts what it could not put there
# Who counts it so (guides of EventBridge, EventBridge Scheduler and SNS, monitoring, 2026).
METRICS = {
    "InvocationsFailedToBeSentToDlq": "events.amazonaws.com",
    "InvocationsFailedToBeSentToDeadLetterCount": "scheduler.amazonaws.com",
    "NumberOfNotificationsFailedToRedriveToDlq": "sns.amazonaws.com",
}


@check(
    id="triggers/dead-letter-refused",
    title="A trigger's dead-letter queue takes nothing",
    severity=Severity.HIGH,
    role=Role.SIGNATURE,
    since="0.1",
    reads=("metrics",),
    cause="dlq_misconfigured",
)
def dead_letter_refused(scene: Scene) -> Iterator[Finding]:
    triggering = Triggering(scene)
    for metric, service in METRICS.items():
        for series in counts(scene, metric):
            if series.total > 0:
                yield _finding(scene, triggering, series, service)


def _finding(scene: Scene, triggering: Triggering, series: Series, service: str) -> Finding:
    resource, rule = triggering.told_of(series.resource)
    queues = {t.dead_letter for t in triggering.targets(rule) if t.dead_letter} if rule else set()
    for one in scene.case.documents(Subscription):
        if one.topic and one.dead_letter and same(one.topic, series.resource):
            queues.add(one.dead_letter)
    queue = next(iter(queues)) if len(queues) == 1 else None
    events, onset_us = round(series.total), series.first_us(1)
    where = queue.rpartition(":")[2] if queue else "the dead-letter queue"
    text = f"{events:,} failed event{'s' if events != 1 else ''} could not be put into {where}"
    return Finding(
        resource=resource,
        summary=f"{text} ({series.metric}): they are lost",
        key=f"{series.metric} {series.resource}",
        citations=(series.citation(f"{series.metric}: {events:,}", onset_us),),
        cause="dlq_misconfigured",
        weight=CERTAIN,
        symptom="events_lost",
        opens=True,
        invocations=events,
        by_status=(("events_lost", events),),
        onset_us=onset_us,
        impact=text,
        remedies=(
            _grant(queue, service),
            Manual(
                "Check that the queue exists in the same Region, is a standard queue for a standard"
                f" topic, and that its KMS key admits {service}",
                "the queue and its key are not in the evidence",
            ),
        ),
    )


def _grant(queue: str | None, service: str) -> GrantAction:
    by_role = service.startswith("scheduler")
    if by_role:
        told = "Let the schedule's role send to the queue"
        return GrantAction(("sqs:SendMessage",), queue, None, "identity", told)
    told = "Admit the service in the queue's policy, with the source's ARN as aws:SourceArn"
    return GrantAction(("sqs:SendMessage",), queue, service, "resource", told)
