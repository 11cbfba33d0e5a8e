"""What invokes each function: queues, streams, topics and buckets, by its documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.evidence.documents import (
    Known,
    Mapping,
    Notification,
    Queue,
    Subscription,
    Table,
)
from lambda_triage.evidence.naming import name, same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.documents import Json
    from lambda_triage.evidence.place import Place


class Source(Struct, frozen=True):
    """One source of a function's events.

    service    s3, sqs, sns, dynamodb or kinesis
    reference  ARN or key of the queue, stream, topic or bucket; of the table for its stream
    narrowed   whether a filter lets only some of its events through, or may
    """

    function: str
    service: str
    reference: str
    narrowed: bool
    place: Place

    @property
    def name(self) -> str:
        """What a sentence calls it."""
        return name(self.reference)


def sources(scene: Scene) -> Iterator[Source]:
    """Every source of every function; a queue behind a topic counts as the source."""
    for mapping in scene.case.documents(Mapping):
        service = mapping.service or _service(scene, mapping.source)
        if mapping.function and mapping.source and service in ("sqs", "kinesis", "dynamodb"):
            source = mapping.source.partition("/stream/")[0]
            narrow = bool(mapping.filters)
            function = scene.key(mapping.function)
            yield Source(function, service, source, narrow, mapping.place("source"))
    for one in scene.case.documents(Subscription):
        if one.protocol == "lambda" and one.endpoint and one.topic:
            narrow = one.filter is not None or one.known is Known.LISTED
            yield Source(scene.key(one.endpoint), "sns", one.topic, narrow, one.place("topic"))
    for notification in scene.case.documents(Notification):
        for rule in notified(notification):
            told = rule.get("LambdaFunctionArn", rule.get("Function"))
            if isinstance(told, str):
                bucket, place = notification.resource, notification.place("functions")
                yield Source(scene.key(told), "s3", bucket, bool(rule.get("Filter")), place)


def notified(notification: Notification) -> Iterator[dict[str, Json]]:
    """A bucket's rules that invoke functions."""
    rules = notification.functions if isinstance(notification.functions, list) else []
    yield from (rule for rule in rules if isinstance(rule, dict))


def _service(scene: Scene, source: str | None) -> str:
    """The service of a bare name, by the document that bears it."""
    for kind, service in ((Queue, "sqs"), (Table, "dynamodb")):
        if any(same(d.resource, source or "") for d in scene.case.documents(kind)):
            return service
    return ""
