"""Policies are exact: ARNs of the partition, keys, destinations; and what is wrong is refused."""

from __future__ import annotations

import json

import pytest

from lambda_triage.errors import UsageError
from lambda_triage.pipeline.mappings.besides import Failed, Network
from lambda_triage.pipeline.mappings.place import place
from lambda_triage.pipeline.mappings.policy import (
    Cluster,
    cluster_policy,
    queue_policy,
    stream_policy,
    table_policy,
)
from lambda_triage.pipeline.mappings.written import trust
from tests.pipeline.mappings.made import ACCOUNT, HERE, OTHER, REGIONS, UUID, arn, every, key

INLINE = 10_240  # characters of a role's inline policies together. IAM user guide, quotas, 2026


def _statement(written, sid):
    return next(one for one in written.document["Statement"] if one["Sid"] == sid)


def _sids(written):
    return [one["Sid"] for one in written.document["Statement"]]


@pytest.mark.parametrize(("partition", "region"), REGIONS.items())
def test_arns_are_of_the_regions_partition(partition, region):
    written = queue_policy(place(region, ACCOUNT, "worker"), "orders.fifo")

    queue = _statement(written, "ReadQueue")["Resource"]

    assert queue == f"arn:{partition}:sqs:{region}:{ACCOUNT}:orders.fifo"


def test_a_queue_needs_three_actions_and_its_log():
    written = queue_policy(HERE, "orders")

    assert written.document == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "ReadQueue",
                "Effect": "Allow",
                "Action": ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
                "Resource": arn("sqs", "orders"),
            },
            {
                "Sid": "WriteLogs",
                "Effect": "Allow",
                "Action": ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
                "Resource": [
                    arn("logs", "log-group:/aws/lambda/worker"),
                    arn("logs", "log-group:/aws/lambda/worker:*"),
                ],
            },
        ],
    }


def test_a_dead_letter_queue_is_the_queues_own_and_needs_nothing():
    with_dlq = queue_policy(HERE, "orders", dlq="orders-dead")

    assert with_dlq.document == queue_policy(HERE, "orders").document
    assert "RedrivePolicy" in with_dlq.notes[0]


@pytest.mark.parametrize(
    ("region", "condition"),
    [
        ("eu-west-1", {"StringEquals": {"kms:ViaService": "sqs.eu-west-1.amazonaws.com"}}),
        ("us-gov-east-1", {"StringEquals": {"kms:ViaService": "sqs.us-gov-east-1.amazonaws.com"}}),
        ("cn-north-1", {"StringLike": {"kms:ViaService": "sqs.cn-north-1.*"}}),
    ],
)
def test_a_queues_key_decrypts_through_sqs_only(region, condition):
    where = place(region, ACCOUNT, "worker")

    written = queue_policy(where, "orders", key=key(where))

    assert _statement(written, "DecryptQueue")["Condition"] == condition


def test_a_streams_key_decrypts_that_stream_only_though_it_is_anothers():
    condition = _statement(stream_policy(HERE, "orders", key=key(account=OTHER)), "DecryptStream")[
        "Condition"
    ]["StringEquals"]

    assert condition["kms:EncryptionContext:aws:kinesis:arn"] == arn("kinesis", "stream/orders")


def test_fan_out_subscribes_by_the_consumer():
    consumer = arn("kinesis", "stream/orders/consumer/worker:1700000000")

    written = stream_policy(HERE, "orders", consumer=consumer)

    assert _statement(written, "Subscribe")["Resource"] == consumer
    assert "Subscribe" not in _sids(stream_policy(HERE, "orders"))


def test_a_tables_stream_is_one_where_its_label_is_given():
    label = "2026-01-31T12:00:00.000"

    one, any_ = table_policy(HERE, "orders", label=label), table_policy(HERE, "orders")

    assert _statement(one, "ReadTableStream")["Resource"].endswith(f"table/orders/stream/{label}")
    assert _statement(any_, "ReadTableStream")["Resource"].endswith("table/orders/stream/*")
    assert "stream_label" in any_.notes[0]


def test_topics_and_groups_are_of_that_cluster():
    written = cluster_policy(HERE, Cluster("orders", UUID, "o-*", "g"))

    topic, group = (_statement(written, sid)["Resource"] for sid in ("ReadTopic", "UseGroup"))

    assert topic == arn("kafka", f"topic/orders/{UUID}/o-*")
    assert group == arn("kafka", f"group/orders/{UUID}/g")


@pytest.mark.parametrize(
    ("auth", "more", "sids"),
    [
        ("iam", {}, {"Connect", "ReadTopic", "UseGroup"}),
        ("scram", {"secret": True, "key": True}, {"ReadSecret", "DecryptSecret"}),
        ("mtls", {"secret": True}, {"ReadSecret"}),
        ("none", {}, set()),
    ],
)
def test_a_mapping_has_the_rights_of_how_it_authenticates(auth, more, sids):
    of_kind = {"Connect", "ReadTopic", "UseGroup", "ReadSecret", "DecryptSecret"}
    cluster = Cluster(
        "orders", UUID, auth=auth,
        secret=arn("secretsmanager", "secret:AmazonMSK_o-a1B2c3") if "secret" in more else None,
        key=key() if "key" in more else None,
    )  # fmt: skip

    assert set(_sids(cluster_policy(HERE, cluster))) & of_kind == sids


@pytest.mark.parametrize(
    ("target", "actions", "of_key"),
    [
        (arn("sqs", "failed"), ["sqs:SendMessage"], ["kms:GenerateDataKey", "kms:Decrypt"]),
        (arn("sns", "failed"), ["sns:Publish"], ["kms:GenerateDataKey", "kms:Decrypt"]),
        ("arn:aws:s3:::failed", ["s3:PutObject", "s3:ListBucket"], ["kms:GenerateDataKey"]),
    ],
)
def test_what_failed_has_the_rights_of_its_destination(target, actions, of_key):
    written = stream_policy(HERE, "orders", failed=Failed(target, key()))

    found = {
        one["Sid"]: one["Action"] for one in written.document["Statement"] if "Failed" in one["Sid"]
    }

    assert found.pop("EncryptFailed") == of_key
    assert [action for some in found.values() for action in some] == actions


def test_a_bucket_has_to_be_the_accounts_own():
    written = table_policy(HERE, "orders", failed=Failed("arn:aws:s3:::failed"))

    told = _statement(written, "StoreFailed")

    assert told["Resource"] == "arn:aws:s3:::failed/aws/lambda/*"
    assert told["Condition"] == {"StringEquals": {"s3:ResourceAccount": ACCOUNT}}


def test_a_kafka_mapping_may_write_anywhere_in_its_bucket():
    failed = Failed("arn:aws:s3:::failed")

    told = _statement(cluster_policy(HERE, Cluster("orders", UUID), failed=failed), "StoreFailed")

    assert told["Resource"] == "arn:aws:s3:::failed/*"


def test_a_topic_of_the_cluster_is_written_under_iam_only():
    failed = Failed("kafka://failed")

    under_iam = cluster_policy(HERE, Cluster("orders", UUID, "paid"), failed=failed)
    without = cluster_policy(HERE, Cluster("orders", UUID, "paid", auth="none"), failed=failed)

    topic = arn("kafka", f"topic/orders/{UUID}/failed")
    assert _statement(under_iam, "WriteFailed")["Resource"] == topic
    assert "WriteFailed" not in _sids(without)


def test_a_function_without_a_network_needs_none():
    assert "CreateInterfaces" not in _sids(queue_policy(HERE, "orders"))


def test_given_subnets_are_the_only_ones():
    network = Network(subnets=("subnet-01234567",), security_groups=("sg-01234567",))

    resources = _statement(queue_policy(HERE, "orders", network=network), "CreateInterfaces")

    assert resources["Resource"] == [
        arn("ec2", "network-interface/*"),
        arn("ec2", "subnet/subnet-01234567"),
        arn("ec2", "security-group/sg-01234567"),
    ]


def test_every_policy_fits_into_a_role():
    for written in every().values():
        assert len(json.dumps(written.document, separators=(",", ":"))) < INLINE


def test_sids_are_told_apart():
    for written in every().values():
        assert len(set(_sids(written))) == len(_sids(written))


def test_the_role_is_lambdas_for_this_account():
    (statement,) = trust(HERE)["Statement"]

    assert statement["Principal"] == {"Service": "lambda.amazonaws.com"}
    assert statement["Condition"] == {"StringEquals": {"aws:SourceAccount": ACCOUNT}}


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: place("us-esat-1", ACCOUNT, "f"), "no region that botocore knows; did you mean"),
        (lambda: place("cn-north-1", ACCOUNT, "f", "aws"), "in partition aws-cn, not aws"),
        (lambda: place("eu-west-1", ACCOUNT, "f", "azure"), "partition is one of aws, aws-cn"),
        (lambda: place("aws-global", ACCOUNT, "f"), "no region"),
        (lambda: place("eu-west-1", "1234", "f"), "account is 12 digits"),
        (lambda: place("eu-west-1", "١" * 12, "f"), "account is 12 digits"),
        (lambda: place("eu-west-1", ACCOUNT, "arn:aws:lambda:x"), "function_name is 1 to 64"),
        (lambda: queue_policy(HERE, "orders.fif"), "queue_name is 1 to 80"),
        (lambda: queue_policy(HERE, "x" * 76 + ".fifo"), "queue_name is 1 to 80"),
        (lambda: queue_policy(HERE, "orders\n"), "queue_name is 1 to 80"),
        (lambda: queue_policy(HERE, "*"), "queue_name is 1 to 80"),
        (lambda: queue_policy(HERE, "o.fifo", dlq="dead"), "is a FIFO queue, so its dead-letter"),
        (lambda: queue_policy(HERE, "o", dlq="dead.fifo"), "is a standard queue, so its"),
        (lambda: queue_policy(HERE, "o", dlq="o"), "dlq is the queue itself"),
        (lambda: queue_policy(HERE, "o", dlq=arn("sqs", "d", account=OTHER)), "region and account"),
        (lambda: queue_policy(HERE, "o", key=arn("kms", "alias/x")), "not an alias"),
        (lambda: queue_policy(HERE, "o", key=arn("kms", "key/*")), "kms_key_arn is an ARN"),
        (lambda: queue_policy(HERE, "o", key="arn:aws-cn:kms:cn-north-1:111122223333:key/1"),
         "roles reach nothing across partitions"),
        (lambda: queue_policy(HERE, "o", key="arn:aws:kms:us-east-1:111122223333:key/1"),
         "kms_key_arn is in us-east-1"),
        (lambda: stream_policy(HERE, "s", consumer=arn("kinesis", "stream/t/consumer/c:1700000000")),
         "reads the stream t, not s"),
        (lambda: stream_policy(HERE, "s", failed=Failed("kafka://t")), "Kafka mappings only"),
        (lambda: stream_policy(HERE, "s", failed=Failed(arn("lambda", "function:f"))), "on_failure"),
        (lambda: stream_policy(HERE, "s", failed=Failed(None, key())), "give both"),
        (lambda: table_policy(HERE, "ab"), "table_name is 3 to 255"),
        (lambda: table_policy(HERE, "abc", label="latest"), "stream_label is the time"),
        (lambda: cluster_policy(HERE, Cluster("c", "*")), "cluster_uuid is the last part"),
        (lambda: cluster_policy(HERE, Cluster("c", UUID, "${x}")), "topic_pattern is 1 to 249"),
        (lambda: cluster_policy(HERE, Cluster("c", UUID, auth="scram")), "needs secret_arn"),
        (lambda: cluster_policy(HERE, Cluster("c", UUID, key=key())), "the key of the secret"),
        (lambda: cluster_policy(HERE, Cluster("c", UUID, "t"), failed=Failed("kafka://t")), "loop"),
        (lambda: queue_policy(HERE, "o", network=Network(subnets=("vpc-1",))), "subnets is ids"),
        (lambda: queue_policy(HERE, "o", network=Network(subnets=("subnet-01234567",) * 17)),
         "at most 16 subnets"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_in_a_sentence(make, told):
    with pytest.raises(UsageError) as error:
        make()

    assert told in str(error.value)
    assert "\n" not in str(error.value)
