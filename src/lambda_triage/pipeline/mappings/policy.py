"""A mapping's arguments → the policy of its function's role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from lambda_triage.errors import UsageError
from lambda_triage.pipeline.mappings import access
from lambda_triage.pipeline.mappings.besides import (
    LOOKS,
    Network,
    Topics,
    common,
    kept,
    logs,
    open_to_all,
    reaching,
)
from lambda_triage.pipeline.mappings.given import (
    CONSUMER,
    QUEUE,
    REGISTRY,
    SECRET,
    given,
    here,
)
from lambda_triage.pipeline.mappings.place import checked
from lambda_triage.pipeline.mappings.written import Written, grant, keyed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lambda_triage.pipeline.mappings.besides import Failed
    from lambda_triage.pipeline.mappings.given import Given
    from lambda_triage.pipeline.mappings.place import Place
    from lambda_triage.pipeline.mappings.written import Granted

Auth = Literal["iam", "scram", "mtls", "none"]
_LOOKS = (*LOOKS, "ec2:DescribeSecurityGroups", "ec2:DescribeVpcs")


def queue_policy(
    where: Place,
    queue: str,
    *,
    key: str | None = None,
    dlq: str | None = None,
    network: Network | None = None,
) -> Written:
    """What a mapping of an SQS queue needs. Raises UsageError."""
    checked("queue_name", queue)
    dead = _dead_letters(dlq, queue, where) if dlq else None
    notes: list[str] = []
    if dead:
        notes.append(
            f"To move messages to {dead.parts[0]} is the queue's own RedrivePolicy: SQS does it,"
            " and the role needs no right on it."
        )
    source = [grant(access.READ_QUEUE, where, QueueName=queue)]
    source += keyed(access.DECRYPT_QUEUE, key, where, notes)
    return Written(where, (*source, *common(where, network, notes)), tuple(notes), dead)


def stream_policy(
    where: Place,
    stream: str,
    *,
    consumer: str | None = None,
    key: str | None = None,
    failed: Failed | None = None,
    network: Network | None = None,
) -> Written:
    """What a mapping of a Kinesis stream needs. Raises UsageError."""
    checked("stream_name", stream)
    notes: list[str] = []
    source = [grant(access.READ_STREAM, where, StreamName=stream)]
    source += [_consumer(consumer, stream, where)] if consumer else []
    source += keyed(access.DECRYPT_STREAM, key, where, notes, StreamName=stream)
    source += kept(failed, where, notes)
    return Written(where, (*source, *common(where, network, notes)), tuple(notes))


def table_policy(
    where: Place,
    table: str,
    *,
    label: str = "*",
    key: str | None = None,
    failed: Failed | None = None,
    network: Network | None = None,
) -> Written:
    """What a mapping of a DynamoDB table's stream needs. Raises UsageError."""
    checked("table_name", table)
    checked("stream_label", label)
    notes: list[str] = []
    if label == "*":
        notes.append(
            "stream/* is every stream that the table had and will have; stream_label, the end of"
            " LatestStreamArn, names the one."
        )
    source = [
        grant(access.READ_TABLE_STREAM, where, TableName=table, StreamLabel=label),
        grant(access.LIST_TABLE_STREAMS, where),
    ]
    source += keyed(access.DECRYPT_TABLE, key, where, notes)
    source += kept(failed, where, notes)
    return Written(where, (*source, *common(where, network, notes)), tuple(notes))


class Cluster(Struct, frozen=True):
    """An MSK cluster, what is read of it, and how the mapping authenticates."""

    name: str
    uuid: str
    topic: str = "*"
    group: str = "*"
    auth: Auth = "iam"
    secret: str | None = None
    key: str | None = None
    registry: str | None = None


def cluster_policy(
    where: Place,
    cluster: Cluster,
    *,
    failed: Failed | None = None,
    network: Network | None = None,
) -> Written:
    """What a mapping of an MSK cluster needs; its subnets and groups. Raises UsageError."""
    names = _names(cluster)
    notes: list[str] = []
    source = [
        grant(access.DESCRIBE_CLUSTER, where, **names),
        grant(access.FIND_BROKERS, where),
        *_authenticated(cluster, names, where, notes),
        *_registry(cluster.registry, where),
        *kept(failed, where, notes, Topics(names, cluster.auth == "iam")),
    ]
    of_cluster = network or Network()
    more = reaching(of_cluster, where, _LOOKS)
    open_to_all(of_cluster, "the cluster", notes)
    return Written(where, (*source, *more, logs(where)), tuple(notes))


def _names(cluster: Cluster) -> dict[str, str]:
    uuid = checked("cluster_uuid", cluster.uuid)
    return {
        "ClusterName": checked("cluster_name", cluster.name),
        "Uuid": uuid,
        "ClusterUuid": uuid,
        "TopicName": checked("topic_pattern", cluster.topic),
        "GroupName": checked("consumer_group_pattern", cluster.group),
    }


def _authenticated(
    cluster: Cluster, names: Mapping[str, str], where: Place, notes: list[str]
) -> list[Granted]:
    needs_secret = cluster.auth in ("scram", "mtls")
    if needs_secret != bool(cluster.secret):
        raise UsageError(
            f"auth {cluster.auth} needs secret_arn, the mapping's secret"
            if needs_secret
            else "secret_arn belongs to auth scram or mtls; iam and none use no secret"
        )
    if cluster.key and not needs_secret:
        raise UsageError("kms_key_arn is the key of the secret; without secret_arn nothing uses it")
    if cluster.auth == "iam":
        rows = (access.CONNECT, access.READ_TOPIC, access.USE_GROUP)
        return [grant(row, where, **names) for row in rows]
    if not cluster.secret:
        return []
    secret = here(given("secret_arn", cluster.secret, where, SECRET), "secret_arn", where)
    if cluster.auth == "scram" and not (secret.parts[0].startswith("AmazonMSK_") and cluster.key):
        notes.append(
            "MSK takes SCRAM secrets only if their name begins with AmazonMSK_ and a customer"
            " managed key encrypts them: give kms_key_arn."
        )
    found = [grant(access.READ_SECRET, where, secret.account, SecretId=secret.parts[0])]
    return found + keyed(access.DECRYPT_SECRET, cluster.key, where, notes)


def _registry(arn: str | None, where: Place) -> list[Granted]:
    if not arn:
        return []
    registry = here(
        given("schema_registry_arn", arn, where, REGISTRY), "schema_registry_arn", where
    )
    name, owner = registry.parts[0], registry.account
    return [
        grant(access.FIND_REGISTRY, where, owner, RegistryName=name),
        grant(access.READ_SCHEMAS, where, owner, RegistryName=name, SchemaName=f"{name}/*"),
    ]


def _dead_letters(dlq: str, queue: str, where: Place) -> Given:
    """SQS guide, "Using dead-letter queues", 2026: same kind, same region, same account."""
    arn = f"arn:{where.partition}:sqs:{where.region}:{where.account}:{dlq}"
    dead = given("dlq", dlq if dlq.startswith("arn:") else arn, where, QUEUE)
    if (dead.region, dead.account) != (where.region, where.account):
        raise UsageError(
            "a dead-letter queue is in the region and account of its queue; dlq is not"
        )
    fifo = queue.endswith(".fifo")
    if dead.parts[0].endswith(".fifo") != fifo:
        kind = "FIFO" if fifo else "standard"
        raise UsageError(f"{queue} is a {kind} queue, so its dead-letter queue has to be one, too")
    if dead.parts[0] == queue:
        raise UsageError("dlq is the queue itself; give the one that takes what fails")
    return dead


def _consumer(arn: str, stream: str, where: Place) -> Granted:
    consumer = here(given("consumer_arn", arn, where, CONSUMER), "consumer_arn", where)
    of, name, created = consumer.parts
    if consumer.account != where.account:
        raise UsageError(
            f"consumer_arn is in account {consumer.account}, the stream in {where.account}"
        )
    if of != stream:
        raise UsageError(f"consumer_arn reads the stream {of}, not {stream}")
    return grant(
        access.SUBSCRIBE, where, StreamType="stream", StreamName=of,
        ConsumerName=name, ConsumerCreationTimpstamp=created,
    )  # fmt: skip
