"""Which kind of source a mapping reads: a queue, a stream, a cluster, a broker, a database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lambda_triage.evidence.documents import Json
    from lambda_triage.evidence.documents import Mapping as Document
    from lambda_triage.patterns.records import Source

# As people and tools call them → as facts/mapping_settings.tsv does.
ASKED = {
    "sqs": "sqs", "sqs-fifo": "sqs-fifo", "kinesis": "kinesis", "dynamodb": "dynamodb",
    "msk": "msk", "kafka": "kafka", "self-managed-kafka": "kafka", "self-managed": "kafka",
    "mq": "mq", "documentdb": "documentdb",
}  # fmt: skip
SERVICES = {
    "sqs": "sqs", "kinesis": "kinesis", "dynamodb": "dynamodb", "kafka": "msk", "mq": "mq",
    "rds": "documentdb", "docdb-elastic": "documentdb",
}  # fmt: skip  # of an ARN
FILTERED: dict[str, Source] = {
    "sqs": "sqs", "sqs-fifo": "sqs", "kinesis": "kinesis", "dynamodb": "dynamodb", "msk": "msk",
    "kafka": "kafka", "mq": "mq", "documentdb": "documentdb",
}  # fmt: skip
TELLING = {
    "SelfManagedEventSource": "kafka", "SelfManagedKafkaEventSourceConfig": "kafka",
    "AmazonManagedKafkaEventSourceConfig": "msk", "DocumentDBEventSourceConfig": "documentdb",
    "Queues": "mq",
}  # fmt: skip  # settings of one kind only
KAFKA = ("msk", "kafka")
QUEUES = ("sqs", "sqs-fifo")
STREAMS = ("kinesis", "dynamodb")


def asked_kind(name: str | None) -> str | None:
    """The kind of this name; None for none and for `unspecified`. Raises UsageError."""
    if name is None or name == "unspecified":
        return None
    if name.lower() not in ASKED:
        raise UsageError(f"no event source is named {name[:40]!r}; there are {', '.join(ASKED)}")
    return ASKED[name.lower()]


def kind_of_arn(arn: str) -> str | None:
    """The kind of source that an ARN names."""
    service = arn.split(":")[2] if arn.startswith("arn:") and arn.count(":") > 3 else ""
    kind = SERVICES.get(service)
    return "sqs-fifo" if kind == "sqs" and arn.endswith(".fifo") else kind


def kind_of(mapping: Document) -> str | None:
    """The kind of source that a mapping in the evidence reads."""
    if mapping.brokers:
        return "kafka"
    return kind_of_arn(mapping.source or "")


def kind_of_settings(configs: Mapping[str, Json]) -> str | None:
    """The kind of source that settings tell by themselves."""
    arn = configs.get("EventSourceArn")
    if isinstance(arn, str) and (kind := kind_of_arn(arn)):
        return kind
    return next((kind for name, kind in TELLING.items() if _holds(configs.get(name))), None)


def _holds(value: Json) -> bool:
    return isinstance(value, dict | list) and bool(value)
