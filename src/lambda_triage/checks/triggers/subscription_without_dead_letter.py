"""Subscriptions of functions and queues that keep no message which cannot be delivered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import HINT
from lambda_triage.checks.triggering import Triggering
from lambda_triage.evidence.documents import Known, Subscription
from lambda_triage.evidence.naming import name
from lambda_triage.findings import Citation, Command, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene


@check(
    id="triggers/subscription-without-dead-letter",
    title="Messages that SNS cannot deliver are dropped",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("subscriptions",),
    cause="dlq_misconfigured",
)
def subscription_without_dead_letter(scene: Scene) -> Iterator[Finding]:
    triggering = Triggering(scene)
    for one in scene.case.documents(Subscription):
        if not _is_whole(one) or "dead_letter" in one.given:
            continue
        if one.topic and triggering.is_dead_letter(one.topic):
            continue
        for resource in triggering.reached(one.endpoint):
            topic = name(one.topic or "") or "a topic"
            policy = '{"deadLetterTargetArn":"<ARN of a queue>"}'
            arn = one.resource if one.resource.startswith("arn:") else "<subscription>"
            yield Finding(
                resource=resource,
                summary=f"A message of {topic} that SNS cannot deliver is dropped: the subscription"
                " has no dead-letter queue",
                key=one.resource,
                citations=(Citation(place=one.place("dead_letter"), text="no RedrivePolicy"),),
                cause="dlq_misconfigured",
                weight=HINT,
                explains=("events_lost",),
                remedies=(
                    Command(
                        (
                            "aws",
                            "sns",
                            "set-subscription-attributes",
                            "--subscription-arn",
                            arn,
                            "--attribute-name",
                            "RedrivePolicy",
                            "--attribute-value",
                            policy,
                        ),
                        "Keep what cannot be delivered in a queue that admits sns.amazonaws.com",
                    ),
                ),
            )


def _is_whole(one: Subscription) -> bool:
    """Whether it tells all attributes: a template does, a list of subscriptions does not."""
    return one.known is Known.TEMPLATE or (one.complete and "pending" in one.given)
