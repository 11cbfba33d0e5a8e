"""`secure_esm_*_policy`: the least a mapping's role needs, statement by statement, each proved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from lambda_triage.mcp.inputs import Name  # noqa: TC001  # msgspec resolves it
from lambda_triage.mcp.tool import Answer, Tool

if TYPE_CHECKING:
    from lambda_triage.mcp.work import Work
    from lambda_triage.pipeline.mappings.besides import Failed, Network
    from lambda_triage.pipeline.mappings.place import Place
    from lambda_triage.pipeline.mappings.proof import Proof, Shown, Tried
    from lambda_triage.pipeline.mappings.written import Granted, Written

# Of the calls that were tried, as many are shown as fit beside the statement; all are counted.
SAMPLES = 3  # rows of a statement, of either verdict
ITEM_ROOM = 2_000  # bytes of JSON of an item, or the page might cut the statement
ROW = 90  # bytes of a row besides its resource
ASSEMBLE = 'the policy: {"Version": "2012-10-17", "Statement": [statement of each item, in order]}'


class Function(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The function that the mapping invokes, and the network; partition follows from region."""

    region: Name
    account: Name
    function_name: Name
    partition: Name | None = None
    subnets: tuple[Name, ...] = ()
    security_groups: tuple[Name, ...] = ()


class Reader(Function, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The function itself may be in a VPC; `vpc` alone allows any of the account's subnets."""

    vpc: bool = False
    kms_key_arn: Annotated[Name, Meta(description="The source's")] | None = None


class Queue(Reader, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An SQS queue."""

    queue_name: Name
    dlq: Annotated[Name, Meta(description="Its dead-letter queue")] | None = None


class Failing(Reader, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A source whose mapping may send what failed elsewhere."""

    on_failure: Annotated[Name, Meta(description="ARN of a queue, topic, bucket")] | None = None
    on_failure_kms_key_arn: Name | None = None


class Stream(Failing, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A Kinesis stream."""

    stream_name: Name
    consumer_arn: Name | None = None


class Table(Failing, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A DynamoDB table."""

    table_name: Name
    stream_label: Annotated[Name, Meta(description="End of its stream's ARN")] = "*"


class Kafka(Function, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An MSK cluster; network is the cluster's."""

    cluster_name: Name
    cluster_uuid: Name
    topic_pattern: Name = "*"
    consumer_group_pattern: Name = "*"
    auth: Literal["iam", "scram", "mtls", "none"] = "iam"
    secret_arn: Name | None = None
    kms_key_arn: Annotated[Name, Meta(description="The secret's")] | None = None
    on_failure: Annotated[Name, Meta(description="ARN or kafka://topic")] | None = None
    on_failure_kms_key_arn: Name | None = None
    schema_registry_arn: Name | None = None


class Summary(Struct, frozen=True, omit_defaults=True):
    """How the statements go together, and what the proof comes to."""

    assemble: str
    trust: dict[str, Any]
    proved: bool
    allowed: int
    refused: int
    as_of: str
    notes: tuple[str, ...] = ()


class Decided(Struct, frozen=True, omit_defaults=True):
    """Calls that were decided alike; `by` is the statement's Sid."""

    actions: tuple[str, ...]
    resource: str
    verdict: str
    by: str | None = None
    tried: str | None = None


class Stated(Struct, frozen=True, omit_defaults=True):
    """One statement of the policy and its proof."""

    statement: dict[str, Any]
    why: str
    source: str
    proved: tuple[Decided, ...] = ()
    refused: tuple[Decided, ...] = ()


def _where(asked: Function) -> Place:
    from lambda_triage.pipeline.mappings.place import place

    return place(asked.region, asked.account, asked.function_name, asked.partition)


def _network(asked: Function) -> Network:
    from lambda_triage.pipeline.mappings.besides import Network

    return Network(
        isinstance(asked, Reader) and asked.vpc, tuple(asked.subnets), tuple(asked.security_groups)
    )


def _failed(asked: Failing | Kafka) -> Failed:
    from lambda_triage.pipeline.mappings.besides import Failed

    return Failed(asked.on_failure, asked.on_failure_kms_key_arn)


def of_queue(asked: Queue, work: Work) -> Answer:
    """The policy for an SQS queue."""
    from lambda_triage.pipeline.mappings.policy import queue_policy

    return _answer(
        queue_policy(
            _where(asked), asked.queue_name, key=asked.kms_key_arn, dlq=asked.dlq,
            network=_network(asked),
        )
    )  # fmt: skip


def of_stream(asked: Stream, work: Work) -> Answer:
    """The policy for a Kinesis stream."""
    from lambda_triage.pipeline.mappings.policy import stream_policy

    return _answer(
        stream_policy(
            _where(asked), asked.stream_name, consumer=asked.consumer_arn, key=asked.kms_key_arn,
            failed=_failed(asked), network=_network(asked),
        )
    )  # fmt: skip


def of_table(asked: Table, work: Work) -> Answer:
    """The policy for a DynamoDB table's stream."""
    from lambda_triage.pipeline.mappings.policy import table_policy

    return _answer(
        table_policy(
            _where(asked), asked.table_name, label=asked.stream_label, key=asked.kms_key_arn,
            failed=_failed(asked), network=_network(asked),
        )
    )  # fmt: skip


def of_cluster(asked: Kafka, work: Work) -> Answer:
    """The policy for an MSK cluster."""
    from lambda_triage.pipeline.mappings.policy import Cluster, cluster_policy

    cluster = Cluster(
        asked.cluster_name, asked.cluster_uuid, asked.topic_pattern, asked.consumer_group_pattern,
        asked.auth, asked.secret_arn, asked.kms_key_arn, asked.schema_registry_arn,
    )  # fmt: skip
    return _answer(
        cluster_policy(_where(asked), cluster, failed=_failed(asked), network=_network(asked))
    )


def _answer(written: Written) -> Answer:
    from lambda_triage.pipeline.mappings.access import AS_OF
    from lambda_triage.pipeline.mappings.proof import prove
    from lambda_triage.pipeline.mappings.written import trust

    proof: Proof = prove(written)
    head = Summary(
        assemble=ASSEMBLE,
        trust=trust(written.where),
        proved=proof.holds,
        allowed=len(proof.needed),
        refused=len(proof.refused),
        as_of=AS_OF,
        notes=written.notes,
    )
    return Answer(head, tuple(map(_stated, written.granted, proof.shown)))


def _stated(granted: Granted, shown: Shown) -> Stated:
    statement = dict(granted.statement)
    room = (ITEM_ROOM - len(msgspec.json.encode(statement)) - len(granted.access.why)) // 2
    return Stated(
        statement=statement,
        why=granted.access.why,
        source=granted.access.source,
        proved=_fitting(_alike(shown.needed), room),
        refused=_fitting(_alike(_samples(shown.refused), tried=True), room),
    )


def _samples(refused: tuple[Tried, ...]) -> tuple[Tried, ...]:
    """One of each kind, the most telling first."""
    kinds: dict[str, Tried] = {}
    for one in refused:
        kinds.setdefault(one.what, one)
    told = ("to ", "the ", "not ")
    return tuple(sorted(kinds.values(), key=lambda one: not one.what.startswith(told)))


def _alike(calls: tuple[Tried, ...], *, tried: bool = False) -> tuple[Decided, ...]:
    """Actions of the same resource and verdict in one row."""
    rows: dict[tuple[str, str, str | None, str | None], list[str]] = {}
    for one in calls:
        key = (one.resource, one.verdict, one.by, one.what if tried else None)
        rows.setdefault(key, []).append(one.action)
    return tuple(Decided(tuple(actions), *key) for key, actions in rows.items())


def _fitting(rows: tuple[Decided, ...], room: int) -> tuple[Decided, ...]:
    """The first rows, as many as there is room for; always one."""
    for shown, row in enumerate(rows[:SAMPLES]):
        room -= len(row.resource) + ROW
        if shown and room < 0:
            return rows[:shown]
    return rows[:SAMPLES]


SECURE_ESM_SQS_POLICY = Tool(
    name="secure_esm_sqs_policy",
    title="Policy for an SQS mapping",
    description=(
        "Least-privilege role policy of a function that an SQS queue invokes (FIFO, DLQ, SSE-KMS,"
        " VPC, any partition), each statement proved by evaluation. Offline."
    ),
    takes=Queue,
    run=of_queue,
    heavy=False,
)
SECURE_ESM_KINESIS_POLICY = Tool(
    name="secure_esm_kinesis_policy",
    title="Policy for a Kinesis mapping",
    description=(
        "Least-privilege role policy of a function that a Kinesis stream invokes (fan-out, KMS,"
        " on-failure destination, VPC), proved by evaluation. Offline."
    ),
    takes=Stream,
    run=of_stream,
    heavy=False,
)
SECURE_ESM_DYNAMODB_POLICY = Tool(
    name="secure_esm_dynamodb_policy",
    title="Policy for a DynamoDB mapping",
    description=(
        "Least-privilege role policy of a function that a DynamoDB stream invokes (KMS,"
        " on-failure destination, VPC), proved by evaluation. Offline."
    ),
    takes=Table,
    run=of_table,
    heavy=False,
)
SECURE_ESM_MSK_POLICY = Tool(
    name="secure_esm_msk_policy",
    title="Policy for an MSK mapping",
    description=(
        "Least-privilege role policy of a function that an MSK cluster invokes (IAM, SCRAM, mTLS,"
        " serverless, schema registry, cluster's network), proved by evaluation. Offline."
    ),
    takes=Kafka,
    run=of_cluster,
    heavy=False,
)
