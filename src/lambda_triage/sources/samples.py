"""A sample event, in the shape in which people have it at hand, and what would carry it.

Known shapes: an EventBridge event; the event that Lambda hands to a function for SQS, SNS, Kinesis,
DynamoDB streams, S3, Kafka, Amazon MQ and API Gateway; `aws sqs receive-message`; an SNS message.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import Struct

from lambda_triage.errors import FormatError, UsageError

if TYPE_CHECKING:
    from lambda_triage.evidence.documents import Json

Carrier: TypeAlias = Literal[
    "eventbridge", "sqs", "sns", "kinesis", "dynamodb", "s3", "msk", "kafka", "mq", "http"
]
CARRIERS: tuple[Carrier, ...] = (
    "eventbridge", "sqs", "sns", "kinesis", "dynamodb", "s3", "msk", "kafka", "mq", "http",
)  # fmt: skip
BY_SOURCE: dict[str, Carrier] = {
    "aws:sqs": "sqs",
    "aws:sns": "sns",
    "aws:kinesis": "kinesis",
    "aws:dynamodb": "dynamodb",
    "aws:s3": "s3",
    "aws:kafka": "msk",
    "SelfManagedKafka": "kafka",
    "aws:mq": "mq",
    "aws:rmq": "mq",
}
MOST_BYTES = 8_000_000  # more than any service carries


class Sample(Struct, frozen=True):
    """One event.

    source  ARN or name of what it came from, where it says so: queue, topic, bucket, stream, bus
    record  the event or record as the filter sees it
    """

    carrier: Carrier
    source: str | None
    record: dict[str, Json]


def read_sample(text: str, told: str | None = None) -> Sample:
    """The first event of *text*. *told* names the carrier of a bare body.

    Raises FormatError where the text is no event, UsageError for an unknown carrier.
    """
    if told is not None and told not in CARRIERS:
        raise UsageError(f"{told} is no carrier of events; one of {', '.join(CARRIERS)}")
    if len(text) > MOST_BYTES:
        raise FormatError("the sample event is larger than 8 MB; give one event")
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        if told == "sqs":
            return Sample("sqs", None, {"body": text})
        raise FormatError(f"the sample event is not JSON ({error}); give one event") from None
    found = known_sample(value) if isinstance(value, dict) else None
    if found is not None:
        return found
    if told is None:
        raise FormatError("the sample event has no known shape; say --carrier sqs, eventbridge, …")
    return _bare(value, next(c for c in CARRIERS if c == told))


def known_sample(value: dict[str, Json]) -> Sample | None:
    """The event that a JSON object is, where its shape is known."""
    if "detail-type" in value and "source" in value:
        bus = value.get("event-bus-name")
        return Sample("eventbridge", bus if isinstance(bus, str) else None, value)
    if isinstance(value.get("requestContext"), dict) or "httpMethod" in value:
        return _request(value)
    if value.get("Type") == "Notification" and "Message" in value:
        return _message(value)
    messages = value.get("Messages")
    if isinstance(messages, list) and messages and isinstance(messages[0], dict):
        return _received(messages[0])
    return _invoked(value)


def _invoked(value: dict[str, Json]) -> Sample | None:
    """The first record of the event that a function gets."""
    records = value.get("Records", value.get("records", value.get("messages")))
    if isinstance(records, dict):  # Kafka: lists by topic and partition
        records = next((v for v in records.values() if isinstance(v, list)), None)
    record = records[0] if isinstance(records, list) and records else None
    if not isinstance(record, dict):
        return None
    named = record.get("eventSource") or record.get("EventSource") or value.get("eventSource")
    carrier = BY_SOURCE.get(str(named))
    if carrier is None:
        return None
    message = record.get("Sns")
    if carrier == "sns" and isinstance(message, dict):
        return _message(message)
    if carrier == "s3":
        return _object(record)
    arn = record.get("eventSourceARN") or value.get("eventSourceArn")
    return Sample(carrier, arn if isinstance(arn, str) else None, record)


def _received(message: dict[str, Json]) -> Sample:
    """A message as ReceiveMessage gives it, made into the record that a function gets."""
    told = message.get("MessageAttributes")
    attributes: dict[str, Json] = {}
    for name, one in told.items() if isinstance(told, dict) else ():
        if isinstance(one, dict):
            attributes[name] = {f"{k[0].lower()}{k[1:]}": v for k, v in one.items()}
    record: dict[str, Json] = {
        "messageId": message.get("MessageId"),
        "body": message.get("Body"),
        "attributes": message.get("Attributes") or {},
        "messageAttributes": attributes,
    }
    return Sample("sqs", None, record)


def _message(value: dict[str, Json]) -> Sample:
    topic = value.get("TopicArn")
    return Sample("sns", topic if isinstance(topic, str) else None, value)


def _object(record: dict[str, Json]) -> Sample:
    """An S3 event, or one object of it; its name stands URL-encoded in events."""
    inner = record.get("s3")
    bucket = inner.get("bucket") if isinstance(inner, dict) else None
    name = bucket.get("name") if isinstance(bucket, dict) else None
    return Sample("s3", name if isinstance(name, str) else None, record)


def _request(value: dict[str, Json]) -> Sample:
    context = value.get("requestContext")
    context = context if isinstance(context, dict) else {}
    http = context.get("http")
    http = http if isinstance(http, dict) else {}
    record: dict[str, Json] = {
        "method": http.get("method") or value.get("httpMethod") or "GET",
        "path": value.get("rawPath") or http.get("path") or value.get("path") or "/",
        "stage": context.get("stage"),
        "headers": value.get("headers"),
        "authorizer": context.get("authorizer"),
        "identity": context.get("identity"),
    }
    api = context.get("apiId")
    return Sample("http", api if isinstance(api, str) else None, record)


def _bare(value: Json, carrier: Carrier) -> Sample:
    """A body alone, put where its carrier has it."""
    if carrier == "sqs":
        return Sample("sqs", None, {"body": value if isinstance(value, str) else json.dumps(value)})
    if carrier == "sns":
        text = value if isinstance(value, str) else json.dumps(value)
        return Sample("sns", None, {"Message": text})
    if not isinstance(value, dict):
        raise FormatError(f"an event of {carrier} is a JSON object")
    return Sample(carrier, None, value)
