"""Arguments of policies as tests give them: places, ARNs, and one policy of every kind."""

from __future__ import annotations

from lambda_triage.pipeline.mappings.besides import Failed, Network
from lambda_triage.pipeline.mappings.place import place
from lambda_triage.pipeline.mappings.policy import (
    Cluster,
    cluster_policy,
    queue_policy,
    stream_policy,
    table_policy,
)

ACCOUNT, OTHER = "111122223333", "444455556666"
UUID = "1a2b3c4d-0000-1111-2222-0123456789ab-3"
SERVERLESS = "1a2b3c4d-0000-1111-2222-0123456789ab-s1"
# A region of each partition that botocore knows.
REGIONS = {
    "aws": "eu-west-1",
    "aws-cn": "cn-north-1",
    "aws-us-gov": "us-gov-west-1",
    "aws-iso": "us-iso-east-1",
    "aws-iso-b": "us-isob-east-1",
    "aws-iso-e": "eu-isoe-west-1",
    "aws-iso-f": "us-isof-south-1",
    "aws-eusc": "eusc-de-east-1",
}
HERE = place("eu-west-1", ACCOUNT, "worker")
NETWORK = Network(
    subnets=("subnet-0123456789abcdef0", "subnet-0123456789abcdef1"),
    security_groups=("sg-0123456789abcdef0",),
)


def arn(service, rest, where=HERE, account=ACCOUNT):
    return f"arn:{where.partition}:{service}:{where.region}:{account}:{rest}"


def key(where=HERE, account=ACCOUNT):
    return arn("kms", "key/1234abcd-12ab-34cd-56ef-1234567890ab", where, account)


def every(where=HERE):
    """One policy of every kind of argument, by its name."""
    bucket = Failed(f"arn:{where.partition}:s3:::failed-orders", key(where))
    queue = Failed(arn("sqs", "failed", where), key(where))
    topic = Failed(arn("sns", "failed", where, OTHER), key(where, OTHER))
    secret = arn("secretsmanager", "secret:AmazonMSK_orders-a1B2c3", where)
    consumer = arn("kinesis", "stream/orders/consumer/worker:1700000000", where)
    registry = arn("glue", "registry/orders", where)
    return {
        "queue": queue_policy(where, "orders"),
        "fifo with all": queue_policy(
            where, "orders.fifo", key=key(where), dlq="dead.fifo", network=NETWORK
        ),
        "stream": stream_policy(where, "orders", network=Network(vpc=True)),
        "stream with all": stream_policy(
            where, "orders", consumer=consumer, key=key(where, OTHER), failed=bucket, network=NETWORK
        ),
        "table": table_policy(where, "orders"),
        "table with all": table_policy(
            where, "orders", label="2026-01-31T12:00:00.000", key=key(where), failed=queue
        ),
        "cluster": cluster_policy(where, Cluster("orders", UUID), failed=topic),
        "cluster with all": cluster_policy(
            where,
            Cluster("orders", SERVERLESS, "orders-*", "o?-*", registry=registry),
            failed=Failed("kafka://failed"),
            network=NETWORK,
        ),
        "cluster by password": cluster_policy(
            where, Cluster("orders", UUID, auth="scram", secret=secret, key=key(where))
        ),
        "cluster by certificate": cluster_policy(
            where, Cluster("orders", UUID, auth="mtls", secret=secret)
        ),
        "cluster with a bucket": cluster_policy(where, Cluster("orders", UUID), failed=bucket),
        "cluster open to all": cluster_policy(where, Cluster("orders", UUID, auth="none")),
    }  # fmt: skip
