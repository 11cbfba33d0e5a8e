"""Every policy lets the mapping do its work, and nothing that is near it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from lambda_triage.iam import EVERY, Policies, Request, evaluate, parse, principal
from lambda_triage.pipeline.mappings.place import RULES, place
from lambda_triage.pipeline.mappings.policy import (
    Cluster,
    cluster_policy,
    queue_policy,
    stream_policy,
    table_policy,
)
from lambda_triage.pipeline.mappings.proof import prove
from tests.pipeline.mappings.made import ACCOUNT, HERE, OTHER, REGIONS, UUID, every, key

KINDS = sorted(every())


def _decided(written, action, resource, **context):
    who = principal(f"arn:{written.where.partition}:iam::{written.where.account}:role/any")
    call = Request(action, resource, who, context, context_complete=True)
    policies = Policies(identity=(parse(written.document),), known=EVERY)
    return evaluate(call, policies).outcome


@pytest.mark.parametrize("partition", REGIONS)
def test_the_proof_holds_for_every_policy_in_every_partition(partition):
    where = place(REGIONS[partition], ACCOUNT, "worker", partition)

    assert [kind for kind, one in every(where).items() if not prove(one).holds] == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_action_of_the_policy_was_tried(kind):
    written = every()[kind]

    proof = prove(written)

    for granted, shown in zip(written.granted, proof.shown, strict=True):
        tried = shown.needed if granted.access.effect == "Allow" else shown.refused
        assert {one.action for one in tried} >= set(granted.access.actions)


@pytest.mark.parametrize("kind", KINDS)
def test_every_statement_allows_its_own_calls(kind):
    for shown in prove(every()[kind]).shown:
        assert {one.by for one in shown.needed} <= {shown.sid}


@pytest.mark.parametrize("kind", KINDS)
def test_a_statement_less_and_the_proof_fails(kind):
    written = every()[kind]
    granted = written.granted

    holding = [
        granted[at].access.sid
        for at in range(len(granted))
        if prove(
            replace(written, granted=(*granted[:at], _idle(granted[at]), *granted[at + 1 :]))
        ).holds
    ]

    assert holding == []


def _idle(granted):
    """The same need, with a statement that neither allows nor denies what is tried."""
    return replace(
        granted, statement={"Sid": "Idle", "Effect": "Deny", "Action": "a:B", "Resource": "*"}
    )


@pytest.mark.parametrize(
    ("kind", "action", "resource"),
    [
        ("queue", "sqs:ReceiveMessage", f"arn:aws:sqs:eu-west-1:{ACCOUNT}:orders-dlq"),
        ("queue", "sqs:ReceiveMessage", f"arn:aws:sqs:eu-west-1:{OTHER}:orders"),
        ("queue", "sqs:ReceiveMessage", f"arn:aws-us-gov:sqs:eu-west-1:{ACCOUNT}:orders"),
        ("queue", "sqs:DeleteQueue", f"arn:aws:sqs:eu-west-1:{ACCOUNT}:orders"),
        ("fifo with all", "sqs:SendMessage", f"arn:aws:sqs:eu-west-1:{ACCOUNT}:dead.fifo"),
        ("fifo with all", "sqs:ReceiveMessage", f"arn:aws:sqs:eu-west-1:{ACCOUNT}:orders"),
        ("stream", "kinesis:GetRecords", f"arn:aws:kinesis:eu-west-1:{ACCOUNT}:stream/orders2"),
        ("table", "dynamodb:GetItem", f"arn:aws:dynamodb:eu-west-1:{ACCOUNT}:table/orders"),
        (
            "table with all",
            "dynamodb:GetRecords",
            f"arn:aws:dynamodb:eu-west-1:{ACCOUNT}:table/orders/stream/2020-01-31T12:00:00.000",
        ),
        (
            "cluster with all",
            "kafka-cluster:ReadData",
            f"arn:aws:kafka:eu-west-1:{ACCOUNT}:topic/orders/{UUID}/orders-paid",
        ),
        ("cluster", "ec2:TerminateInstances", f"arn:aws:ec2:eu-west-1:{ACCOUNT}:instance/i-1"),
    ],
)
def test_near_misses_are_refused(kind, action, resource):
    assert _decided(every()[kind], action, resource) == "implicit_deny"


def test_the_functions_code_may_not_touch_the_network():
    context = {"lambda:SourceFunctionArn": HERE.function_arn}

    told = _decided(every()["cluster"], "ec2:DescribeSubnets", "*", **context)

    assert told == "explicit_deny"


def test_the_network_is_that_of_the_given_subnets_only():
    subnet = f"arn:aws:ec2:eu-west-1:{ACCOUNT}:subnet/subnet-0123456789abcdef"
    action = "ec2:CreateNetworkInterface"
    written = every()["cluster with all"]

    told = [_decided(written, action, f"{subnet}{end}") for end in "012"]

    assert told == ["allowed", "allowed", "implicit_deny"]


NAMES = {
    what: st.from_regex(rf"\A(?:{RULES[what].pattern})\Z", alphabet=st.characters(codec="ascii"))
    for what in ("queue_name", "stream_name", "table_name", "cluster_name")
}
# What Kafka takes: no pattern, so that every other topic is another.
TOPICS = st.from_regex(r"\A[A-Za-z0-9._-]{1,40}\Z", alphabet=st.characters(codec="ascii"))


def _foreign(written, action, own, others):
    """Calls of the action that pass, among those on other resources."""
    return [one for one in others if one != own and _decided(written, action, one) == "allowed"]


@settings(max_examples=60, deadline=None)
@given(st.lists(NAMES["queue_name"], min_size=2, max_size=5, unique=True))
def test_no_name_of_a_queue_opens_another(names):
    arns = [f"arn:aws:sqs:eu-west-1:{ACCOUNT}:{name}" for name in names]
    written = queue_policy(HERE, names[0], key=key())

    assert prove(written).holds
    assert _foreign(written, "sqs:ReceiveMessage", arns[0], arns) == []


@settings(max_examples=60, deadline=None)
@given(st.lists(NAMES["stream_name"], min_size=2, max_size=5, unique=True))
def test_no_name_of_a_stream_opens_another(names):
    arns = [f"arn:aws:kinesis:eu-west-1:{ACCOUNT}:stream/{name}" for name in names]
    written = stream_policy(HERE, names[0], key=key())

    assert prove(written).holds
    assert _foreign(written, "kinesis:GetRecords", arns[0], arns) == []


@settings(max_examples=60, deadline=None)
@given(st.lists(NAMES["table_name"], min_size=2, max_size=5, unique=True))
def test_no_name_of_a_table_opens_anothers_stream(names):
    label = "2026-01-31T12:00:00.000"
    base = f"arn:aws:dynamodb:eu-west-1:{ACCOUNT}:table/"
    arns = [f"{base}{name}/stream/{label}" for name in names]
    written = table_policy(HERE, names[0])

    assert prove(written).holds
    assert _foreign(written, "dynamodb:GetRecords", arns[0], arns) == []


@settings(max_examples=60, deadline=None)
@given(NAMES["cluster_name"], st.lists(TOPICS, min_size=2, max_size=5, unique=True))
def test_no_topic_opens_another(name, topics):
    base = f"arn:aws:kafka:eu-west-1:{ACCOUNT}:topic/{name}/{UUID}/"
    arns = [f"{base}{topic}" for topic in topics]
    written = cluster_policy(HERE, Cluster(name, UUID, topics[0]))

    assert prove(written).holds
    assert _foreign(written, "kafka-cluster:ReadData", arns[0], arns) == []
