"""AWS services that send to a queue: topics, buckets and rules, as the evidence connects them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.evidence.documents import Notification, Rule, Subscription, Target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.place import Place

SNS, S3, EVENTS = "sns.amazonaws.com", "s3.amazonaws.com", "events.amazonaws.com"


class Sending(Struct, frozen=True):
    """One service that sends to a queue.

    queue   reference to the queue
    source  ARN that AWS gives as aws:SourceArn; None where only its name is known
    """

    queue: str
    service: str
    source: str | None
    label: str
    place: Place


def sendings(scene: Scene) -> Iterator[Sending]:
    """Every subscription, notification and target that leads to a queue."""
    for subscription in scene.case.documents(Subscription):
        if subscription.protocol == "sqs" and subscription.endpoint:
            topic = subscription.topic or ""
            yield _sending(
                subscription.endpoint, SNS, topic, "topic", subscription.place("endpoint")
            )
    for notification in scene.case.documents(Notification):
        bucket = notification.resource.removeprefix("?:").removeprefix("arn:aws:s3:::")
        rules = notification.queues if isinstance(notification.queues, list) else []
        for rule in rules:
            told = rule.get("QueueArn", rule.get("Queue")) if isinstance(rule, dict) else None
            if isinstance(told, str):
                place = notification.place("queues")
                yield _sending(told, S3, f"arn:aws:s3:::{bucket}", "bucket", place)
    for target in scene.case.documents(Target):
        if ":sqs:" in target.resource and not target.role:
            known = scene.case.document(Rule, target.rule) if target.rule else None
            named = known.resource if known else target.rule or ""
            yield _sending(target.resource, EVENTS, named, "rule", target.place("arn"))


def _sending(queue: str, service: str, source: str, kind: str, place: Place) -> Sending:
    named = source.rpartition(":")[2].rpartition("/")[2]
    arn = source if source.startswith("arn:") else None
    return Sending(queue, service, arn, f"{kind} {named}" if named else f"a {kind}", place)
