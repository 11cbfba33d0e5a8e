"""The policies of mappings come whole over the protocol, with their proof, without any flag."""

from __future__ import annotations

import json

import pytest

from lambda_triage.iam import EVERY, Policies, Request, evaluate, parse, principal
from tests.mcp.conversing import ask, converse, refused

ACCOUNT = "111122223333"
UUID = "1a2b3c4d-0000-1111-2222-0123456789ab-3"
FUNCTION = {"region": "eu-west-1", "account": ACCOUNT, "function_name": "worker"}
CALLS = {
    "secure_esm_sqs_policy": ({"queue_name": "orders.fifo"}, "sqs:ReceiveMessage"),
    "secure_esm_kinesis_policy": ({"stream_name": "orders"}, "kinesis:GetRecords"),
    "secure_esm_dynamodb_policy": ({"table_name": "orders"}, "dynamodb:GetRecords"),
    "secure_esm_msk_policy": (
        {"cluster_name": "orders", "cluster_uuid": UUID},
        "kafka-cluster:ReadData",
    ),
}


def _all(url, tool, **arguments):
    """Head and items of every page."""

    async def talk(client):
        pages = [(await client.call_tool(tool, arguments)).structured_content]
        while cursor := pages[-1].get("next_cursor"):
            more = await client.call_tool("next_page", {"cursor": cursor})
            pages.append(more.structured_content)
        return pages

    pages = converse(url, talk)
    return pages[0], [item for page in pages for item in page["items"]]


@pytest.mark.parametrize("tool", CALLS)
def test_every_statement_is_proved(url, tool):
    arguments, action = CALLS[tool]

    head, items = _all(url, tool, **FUNCTION, **arguments)

    assert head["proved"] is True
    assert {row["verdict"] for item in items for row in item.get("proved", ())} == {"allowed"}
    assert {row["verdict"] for item in items for row in item.get("refused", ())} <= {
        "implicit_deny",
        "explicit_deny",
    }
    assert any(action in item["statement"]["Action"] for item in items)
    assert head["trust"]["Statement"][0]["Principal"] == {"Service": "lambda.amazonaws.com"}


def test_the_statements_make_up_a_policy_that_allows_what_it_says(url):
    _, items = _all(url, "secure_esm_sqs_policy", **FUNCTION, queue_name="orders")
    policy = parse({"Version": "2012-10-17", "Statement": [item["statement"] for item in items]})
    role = principal(f"arn:aws:iam::{ACCOUNT}:role/worker")
    base = f"arn:aws:sqs:eu-west-1:{ACCOUNT}:orders"

    told = [
        evaluate(
            Request("sqs:ReceiveMessage", queue, role, context_complete=True),
            Policies(identity=(policy,), known=EVERY),
        ).outcome
        for queue in (base, f"{base}-dlq")
    ]

    assert told == ["allowed", "implicit_deny"]


def test_the_plain_policy_is_one_page(url):
    found = ask(url, "secure_esm_sqs_policy", **FUNCTION, queue_name="orders")

    assert "next_cursor" not in found
    assert [item["statement"]["Sid"] for item in found["items"]] == ["ReadQueue", "WriteLogs"]


def test_nothing_of_the_longest_policy_is_cut(url):
    head, items = _all(
        url,
        "secure_esm_msk_policy",
        region="us-gov-west-1",
        account=ACCOUNT,
        function_name="w" * 64,
        cluster_name="c" * 64,
        cluster_uuid=UUID,
        topic_pattern="t" * 249,
        consumer_group_pattern="g" * 200,
        subnets=[f"subnet-{number:017x}" for number in range(16)],
        security_groups=[f"sg-{number:017x}" for number in range(5)],
        on_failure=f"arn:aws-us-gov:sns:us-gov-west-1:{ACCOUNT}:{'t' * 256}",
        on_failure_kms_key_arn=f"arn:aws-us-gov:kms:us-gov-west-1:{ACCOUNT}:key/1234abcd",
        schema_registry_arn=f"arn:aws-us-gov:glue:us-gov-west-1:{ACCOUNT}:registry/{'r' * 255}",
    )

    interfaces = next(one for one in items if one["statement"]["Sid"] == "CreateInterfaces")
    assert "…" not in json.dumps([head, items], ensure_ascii=False)
    assert len(interfaces["statement"]["Resource"]) == 1 + 16 + 5


def test_the_longest_secret_is_not_cut_either(url):
    arn = f"arn:aws:secretsmanager:eu-west-1:{ACCOUNT}:secret:AmazonMSK_{'s' * 490}-a1B2c3"

    head, items = _all(
        url, "secure_esm_msk_policy", **FUNCTION, cluster_name="orders", cluster_uuid=UUID,
        auth="scram", secret_arn=arn, kms_key_arn=f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/1234",
    )  # fmt: skip

    assert arn in [item["statement"]["Resource"] for item in items]
    assert "…" not in json.dumps([head, items], ensure_ascii=False)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"region": "cn-north-1", "partition": "aws"}, "cn-north-1 is in partition aws-cn"),
        ({"account": "12"}, "account is 12 digits"),
        ({"queue_name": "orders queue"}, "queue_name is 1 to 80"),
        ({"queue_name": 7}, "queue_name"),
        ({"queues": "orders"}, "queues"),
    ],
)
def test_what_is_wrong_is_one_sentence(url, arguments, told):
    call = {**FUNCTION, "queue_name": "orders", **arguments}

    error = refused(url, "secure_esm_sqs_policy", **call)

    assert told in str(error)
    assert "\n" not in str(error)
