"""Failed events that Lambda could not put where they should be kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.queued_events import config, kept_in
from lambda_triage.checks.series import counts
from lambda_triage.findings import Finding, GrantAction, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.checks.series import Series
    from lambda_triage.findings import Remedy

CERTAIN = 5.0  # log-odds: Lambda itself counts what it could not deliver
METRICS = ("DestinationDeliveryFailures", "DeadLetterErrors")  # Lambda guide, metrics, 2026
# What the role needs, by the destination's service (Lambda guide, asynchronous records, 2026).
ACTIONS = {
    "sqs": "sqs:SendMessage", "sns": "sns:Publish", "lambda": "lambda:InvokeFunction",
    "events": "events:PutEvents", "s3": "s3:PutObject",
}  # fmt: skip


@check(
    id="asynchronous/delivery-failed",
    title="Failed events do not reach their destination",
    severity=Severity.HIGH,
    role=Role.SIGNATURE,
    since="0.1",
    reads=("metrics",),
    cause="dlq_misconfigured",
)
def delivery_failed(scene: Scene) -> Iterator[Finding]:
    for metric in METRICS:
        for series in counts(scene, metric):
            if series.total > 0:
                yield _finding(scene, series)


def _finding(scene: Scene, series: Series) -> Finding:
    key = scene.key(series.resource)
    told = config(scene, key)
    target = kept_in(scene, scene.function(key), key) or (told.on_success if told else None)
    where = target.rpartition(":")[2] if target else "its destination"
    text = f"Lambda could not send {series.total:,.0f} events to {where}"
    return Finding(
        resource=key,
        summary=f"{text} ({series.metric}): they are lost",
        key=series.metric,
        citations=(series.citation(f"{series.metric}: {series.total:,.0f}", series.first_us(1)),),
        cause="dlq_misconfigured",
        weight=CERTAIN,
        symptom="events_lost",
        opens=True,
        invocations=round(series.total),
        by_status=(("events_lost", round(series.total)),),
        onset_us=series.first_us(1),
        impact=text,
        remedies=_fix(target),
    )


def _fix(target: str | None) -> tuple[Remedy, ...]:
    service = target.split(":")[2] if target and target.startswith("arn:") else ""
    rest = Manual(
        "Check that the destination exists, is a standard queue or topic, and that the role may use"
        " its KMS key (kms:GenerateDataKey, kms:Decrypt)",
        "the destination and its key are not in the evidence",
    )
    if service not in ACTIONS:
        return (rest,)
    told = "Let the function's role send to the destination"
    return (GrantAction((ACTIONS[service],), target, None, "identity", told), rest)
