"""From a function to what invokes it, and from there to what makes that fail."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from lambda_triage.sources.aws.follow import (
    apis,
    queues,
)
from lambda_triage.sources.aws.scope import Scope
from tests.sources.aws.following import MACHINE, QUEUE, SCOPE, STACK, after, calls
from tests.sources.aws.shapes import FUNCTION, HERE, URI, policy

if TYPE_CHECKING:
    from lambda_triage.evidence.documents import Json


@pytest.mark.parametrize(
    ("source", "expected"),
    [(f"arn:aws:events:{HERE}:rule/nightly",
      [("events.DescribeRule", "nightly"), ("events.ListTargetsByRule", "nightly"),
       ("events.ListArchives", "default")]),
     (f"arn:aws:events:{HERE}:rule/shop/nightly",
      [("events.DescribeRule", "nightly"), ("events.ListTargetsByRule", "nightly"),
       ("events.ListArchives", "shop")]),
     ("arn:aws:s3:::invoices",
      [("s3.GetBucketNotificationConfiguration", "invoices"), ("s3.GetBucketPolicy", "invoices")]),
     (f"arn:aws:sns:{HERE}:news",
      [("sns.GetTopicAttributes", "news"), ("sns.ListSubscriptionsByTopic", "news")]),
     (f"arn:aws:execute-api:{HERE}:abcde12345/*/GET/orders",
      [("apigateway.GetRestApi", "abcde12345"), ("apigatewayv2.GetApi", "abcde12345")]),
     (f"arn:aws:elasticloadbalancing:{HERE}:targetgroup/web/0123456789abcdef",
      [("elbv2.DescribeTargetGroups", "web"),
       ("elbv2.DescribeTargetHealth", "web")]),
     (f"arn:aws:logs:{HERE}:log-group:/aws/lambda/other:*",
      [("logs.DescribeSubscriptionFilters", "/aws/lambda/other")]),
     (f"arn:aws:cognito-idp:{HERE}:userpool/eu-west-1_AbCdEf", []),
     (f"arn:aws:events:{HERE}:rule/*", []),  # a pattern, not a rule
     (f"arn:aws:execute-api:{HERE}:*/*/GET/orders", []),
     ("arn:aws:events:us-east-1:111122223333:rule/far", []),  # not where the clients are
     ("arn:aws:events:eu-west-1:999999999999:rule/theirs", [])],
)  # fmt: skip
def test_whom_a_policy_lets_in_is_asked_about(source: str, expected: list[tuple[str, str]]) -> None:
    assert calls(after("lambda.GetPolicy", {"Policy": policy(source)})) == expected


def test_a_policy_of_hundred_methods_leads_to_one_api() -> None:
    sources = [f"arn:aws:execute-api:{HERE}:abcde12345/prod/GET/{n}" for n in range(100)]

    assert len(after("lambda.GetPolicy", {"Policy": policy(*sources)})) == 2


@pytest.mark.parametrize(
    ("source", "expected"),
    [(f"arn:aws:sqs:{HERE}:jobs", [("sqs.GetQueueAttributes", "jobs")]),
     (f"arn:aws:kinesis:{HERE}:stream/clicks", [("kinesis.DescribeStreamSummary", "clicks")]),
     (f"arn:aws:kinesis:{HERE}:stream/clicks/consumer/fast:1",
      [("kinesis.DescribeStreamSummary", "clicks")]),
     (f"arn:aws:dynamodb:{HERE}:table/seats/stream/2026-01-01T00:00:00.000",
      [("dynamodb.DescribeTable", "seats")]),
     (f"arn:aws:kafka:{HERE}:cluster/events/0f0f-5", [("kafka.DescribeClusterV2", "events")]),
     (f"arn:aws:mq:{HERE}:broker:bus:b-0f0f", [("mq.DescribeBroker", "bus")]),
     (f"arn:aws:rds:{HERE}:cluster:papers", [("rds.DescribeDBClusters", "papers")])],
)  # fmt: skip
def test_what_a_mapping_polls_is_asked_about(source: str, expected: list[tuple[str, str]]) -> None:
    body: Json = {"EventSourceMappings": [{"UUID": "1", "EventSourceArn": source}]}

    assert calls(after("lambda.ListEventSourceMappings", body)) == expected


def test_the_network_and_the_secret_of_a_kafka_of_ones_own() -> None:
    access: Json = [
        {"Type": "VPC_SUBNET", "URI": "subnet:subnet-0a1b"},
        {"Type": "VPC_SECURITY_GROUP", "URI": "security_group:sg-0a1b"},
        {
            "Type": "SASL_SCRAM_512_AUTH",
            "URI": f"arn:aws:secretsmanager:{HERE}:secret:kafka-AbCdEf",
        },
    ]
    told: Json = {"EventSourceMappings": [{"SourceAccessConfigurations": access}]}
    wants = after("lambda.ListEventSourceMappings", told)

    assert calls(wants) == [
        ("ec2.DescribeSubnets", "subnet-0a1b"),
        ("ec2.DescribeSecurityGroups", "sg-0a1b"),
        ("secretsmanager.DescribeSecret", "kafka-AbCdEf"),
        ("secretsmanager.GetResourcePolicy", "kafka-AbCdEf"),
    ]


def test_a_queue_leads_to_its_dead_letters_senders_and_key() -> None:
    redrive = json.dumps({"deadLetterTargetArn": f"arn:aws:sqs:{HERE}:jobs-dlq"})
    body: Json = {"Attributes": {"RedrivePolicy": redrive, "KmsMasterKeyId": "0f0f-1111",
                                 "Policy": policy("arn:aws:s3:::invoices")}}  # fmt: skip
    wants = after("sqs.GetQueueAttributes", body)

    assert calls(wants) == [
        ("sqs.GetQueueAttributes", "jobs-dlq"),
        ("s3.GetBucketNotificationConfiguration", "invoices"),
        ("s3.GetBucketPolicy", "invoices"),
        ("kms.GetKeyPolicy", "0f0f-1111"),
    ]
    assert wants[0].parameters["QueueUrl"] == QUEUE.format("jobs-dlq")


@pytest.mark.parametrize("key", ["alias/aws/sqs", f"arn:aws:kms:{HERE}:alias/own", ""])
def test_a_key_that_is_named_by_alias_is_not_asked_about(key: str) -> None:
    assert after("sqs.GetQueueAttributes", {"Attributes": {"KmsMasterKeyId": key}}) == []


def test_the_targets_subscriptions_come_first_and_are_bounded() -> None:
    topic = f"arn:aws:sns:{HERE}:news"
    others: list[Json] = [
        {"SubscriptionArn": f"{topic}:{n}", "Endpoint": f"arn:aws:sqs:{HERE}:q{n}"}
        for n in range(99)
    ]
    body: Json = {"Subscriptions": [{"SubscriptionArn": "PendingConfirmation"}, *others,
                                    {"SubscriptionArn": f"{topic}:own", "Endpoint": FUNCTION}]}  # fmt: skip
    wants = after("sns.ListSubscriptionsByTopic", body)

    assert (wants[0].about, len(wants)) == ("news:own", queues.SUBSCRIPTIONS)


def test_a_table_leads_to_what_scales_it() -> None:
    wants = after("dynamodb.DescribeTable", {"Table": {"TableName": "seats"}})

    assert calls(wants) == [("application-autoscaling.DescribeScalableTargets", "seats")]


@pytest.mark.parametrize(("levels", "asked"), [(["ALL"], ["clicks"]), ([], [])])
def test_the_shards_of_a_stream_are_asked_for_where_they_have_metrics(
    levels: list[Json], asked: list[str]
) -> None:
    told: Json = {
        "StreamName": "clicks",
        "StreamARN": f"arn:aws:kinesis:{HERE}:stream/clicks",
        "EnhancedMonitoring": [{"ShardLevelMetrics": levels}],
    }
    wants = after("kinesis.DescribeStreamSummary", {"StreamDescriptionSummary": told})

    assert [w.about for w in wants if w.operation == "kinesis.DescribeStream"] == asked


def test_rules_that_name_the_function_are_asked_for_by_their_bus() -> None:
    wants = after("events.ListRuleNamesByTarget", {"RuleNames": ["nightly"]}, EventBusName="shop")

    assert [want.parameters for want in wants[:2]] == [
        {"Name": "nightly", "EventBusName": "shop"},
        {"Rule": "nightly", "EventBusName": "shop"},
    ]


def test_a_rule_target_leads_to_its_dead_letters_and_role() -> None:
    target: Json = {"Arn": f"arn:aws:sqs:{HERE}:other",
                    "DeadLetterConfig": {"Arn": f"arn:aws:sqs:{HERE}:lost"},
                    "RoleArn": "arn:aws:iam::111122223333:role/events/sender"}  # fmt: skip
    body: Json = {"Targets": [target]}
    own, whole = (calls(after("events.ListTargetsByRule", body, scope)) for scope in (SCOPE, STACK))

    assert own == [("sqs.GetQueueAttributes", "lost"), ("iam.GetRole", "sender")]
    assert whole == [*own, ("sqs.GetQueueAttributes", "other")]


def test_a_pipe_leads_to_both_ends_its_dead_letters_and_its_role() -> None:
    body: Json = {
        "Source": f"arn:aws:kinesis:{HERE}:stream/clicks", "Target": FUNCTION,
        "Enrichment": f"arn:aws:lambda:{HERE}:function:enrich",
        "SourceParameters": {"KinesisStreamParameters": {
            "DeadLetterConfig": {"Arn": f"arn:aws:sqs:{HERE}:lost"}}},
        "RoleArn": "arn:aws:iam::111122223333:role/pipe",
    }  # fmt: skip

    assert calls(after("pipes.DescribePipe", body)) == [
        ("kinesis.DescribeStreamSummary", "clicks"),
        ("lambda.GetFunctionConfiguration", "enrich"),
        ("sqs.GetQueueAttributes", "lost"),
        ("iam.GetRole", "pipe"),
    ]


def test_only_schedules_that_may_lead_to_the_target_are_asked_for() -> None:
    def listed(name: str, target: str) -> dict[str, Json]:
        return {"Name": name, "GroupName": "night", "Target": {"Arn": target}}

    body: Json = {"Schedules": [listed("own", FUNCTION), listed("other", f"{FUNCTION}-v2"),
                                listed("workflow", MACHINE)]}  # fmt: skip
    wants = after("scheduler.ListSchedules", body)

    assert calls(wants) == [("scheduler.GetSchedule", "own"), ("scheduler.GetSchedule", "workflow")]
    assert wants[0].parameters == {"Name": "own", "GroupName": "night"}


def methods() -> Json:
    def told(function: str | None) -> dict[str, Json]:
        uri = URI.format(f"arn:aws:lambda:{HERE}:function:{function}")
        return {"methodIntegration": {"uri": uri}} if function else {}

    return {"items": [
        {"id": "aa", "resourceMethods": {"GET": told("orders-v2"), "OPTIONS": told(None)}},
        {"id": "bb", "resourceMethods": {"POST": told("orders:${stageVariables.alias}")}},
        {"id": "cc"},
    ]}  # fmt: skip


@pytest.mark.parametrize(
    ("scope", "expected"),
    [(SCOPE, [("bb", "POST"), ("aa", "OPTIONS")]),
     (STACK, [("aa", "GET"), ("bb", "POST"), ("aa", "OPTIONS")])],
)  # fmt: skip
def test_methods_that_call_the_target_come_first(scope: Scope, expected: object) -> None:
    wants = after("apigateway.GetResources", methods(), scope, restApiId="abcde12345")
    asked = [(w.parameters["resourceId"], w.parameters["httpMethod"]) for w in wants]

    assert {want.about for want in wants} == {"abcde12345"}
    assert list(dict.fromkeys(asked)) == expected


def test_methods_are_bounded() -> None:
    body: Json = {"items": [{"id": f"r{n}", "resourceMethods": {"GET": {}}} for n in range(300)]}
    wants = after("apigateway.GetResources", body, restApiId="abcde12345")

    assert len(wants) == 2 * apis.METHODS


def test_an_authorizer_is_a_function_of_the_target() -> None:
    uri = URI.format(f"arn:aws:lambda:{HERE}:function:gate:live")
    for operation, items, key in (
        ("apigateway.GetAuthorizers", "items", "authorizerUri"),
        ("apigatewayv2.GetAuthorizers", "Items", "AuthorizerUri"),
    ):
        assert calls(after(operation, {items: [{key: uri}]})) == [("lambda.GetFunction", "gate")]


def test_domains_lead_to_their_mappings() -> None:
    one = after("apigateway.GetDomainNames", {"items": [{"domainName": "a.example.com"}]})
    two = after("apigatewayv2.GetDomainNames", {"Items": [{"DomainName": "a.example.com"}]})

    assert calls([*one, *two]) == [
        ("apigateway.GetBasePathMappings", "a.example.com"),
        ("apigatewayv2.GetApiMappings", "a.example.com"),
    ]
