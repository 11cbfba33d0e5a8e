"""Messages of a topic that SNS could not deliver."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.series import counts
from lambda_triage.checks.signature import STRONG
from lambda_triage.checks.triggering import Triggering
from lambda_triage.evidence.documents import Subscription
from lambda_triage.evidence.naming import name, same
from lambda_triage.findings import Citation, Finding, GrantAction, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.checks.series import Series
    from lambda_triage.findings import Remedy

METRIC = "NumberOfNotificationsFailed"  # of a topic (SNS guide, metrics, 2026)


@check(
    id="triggers/topic-delivery-failed",
    title="SNS cannot deliver to the function",
    severity=Severity.HIGH,
    role=Role.SIGNATURE,
    since="0.1",
    reads=("metrics",),
    cause="trigger_permission_missing",
)
def topic_delivery_failed(scene: Scene) -> Iterator[Finding]:
    triggering = Triggering(scene)
    for series in counts(scene, METRIC):
        if series.total <= 0:
            continue
        own = [s for s in scene.case.documents(Subscription) if _is_of(s, series.resource)]
        functions = {f for s in own for f in triggering.reached(s.endpoint)}
        alone = len(functions) == 1
        resource = functions.pop() if alone else scene.key(series.resource)
        yield _finding(series, resource, [s for s in own if alone])


def _is_of(subscription: Subscription, topic: str) -> bool:
    return subscription.topic is not None and same(subscription.topic, topic)


def _finding(series: Series, resource: str, own: list[Subscription]) -> Finding:
    events, onset_us = round(series.total), series.first_us(1)
    topic = name(own[0].topic or "") if own else ""
    source = f"the topic {topic}" if topic else "a topic"
    text = f"SNS could not deliver {events:,} message{'s' if events != 1 else ''} of {source}"
    kept = next((s for s in own if s.dead_letter), None)
    end = f"they are in {name(kept.dead_letter or '')}" if kept else "they are lost"
    proof = [series.citation(f"{METRIC}: {events:,}", onset_us)]
    proof += [Citation(place=s.place("endpoint"), text=s.endpoint or "") for s in own[:1]]
    return Finding(
        resource=resource,
        summary=f"{text}: {end}",
        key=series.resource,
        citations=tuple(proof),
        cause="trigger_permission_missing",
        weight=STRONG,
        symptom="not_triggered",
        opens=True,
        invocations=events,
        by_status=(("not_triggered", events),),
        onset_us=onset_us,
        impact=text,
        remedies=_fix(resource),
    )


def _fix(resource: str) -> tuple[Remedy, ...]:
    target = resource if ":lambda:" in resource else None
    told = "Let the topic invoke the function, with the topic's ARN as aws:SourceArn"
    return (
        GrantAction(("lambda:InvokeFunction",), target, "sns.amazonaws.com", "resource", told),
        Manual(
            "See whether the function is still there and whether Lambda throttled it; switch on"
            " delivery status logging to read the reason",
            "the count tells no reason",
        ),
    )
