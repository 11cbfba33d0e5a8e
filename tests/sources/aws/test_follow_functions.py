"""What a function's answers lead to, and whose the documents are that come of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from lambda_triage.evidence.documents import (
    AttachedPolicies,
    CapacityProvider,
    Concurrency,
    DurableHistory,
    Endpoint,
    IdentityPolicy,
    InlinePolicies,
    Interface,
    LayerVersion,
    Limits,
    Mapping,
    Provisioned,
    Recommendation,
    Recursion,
    ResourcePolicy,
    ScalingTarget,
    SecurityGroup,
    Subnet,
    Vpc,
)
from lambda_triage.evidence.documents import Role as RoleDocument
from lambda_triage.sources.aws.answer import Answer
from lambda_triage.sources.aws.follow import durable, functions, network, roles
from lambda_triage.sources.aws.follow.settings import settings
from lambda_triage.sources.aws.scope import Scope
from lambda_triage.sources.aws.want import Want
from lambda_triage.sources.collect import collect

if TYPE_CHECKING:
    from pathlib import Path

    from lambda_triage.evidence.documents import Document, Json

    Body = dict[str, Json]

PLACE = "eu-west-1:111122223333"
ARN = f"arn:aws:lambda:{PLACE}:function:orders"
ROLE = "arn:aws:iam::111122223333:role/service-role/orders-role"
LIMITS = "arn:aws:iam::111122223333:policy/limits"
KEY = f"arn:aws:kms:{PLACE}:key/11112222-aaaa-bbbb-cccc-333344445555"
LAYER = f"arn:aws:lambda:{PLACE}:layer:tools"
PROVIDER = f"arn:aws:lambda:{PLACE}:capacity-provider:big"
EXECUTION = f"{ARN}:1/durable-execution/order-1/a1b2"
SCOPE = Scope("111122223333", "eu-west-1", "aws", 1_772_000_000_000, 1_772_010_800_000, ("orders",))
OWN = (functions, roles, network, durable)


def allow(resource: Json, **more: Json) -> Body:
    statement: Body = {"Effect": "Allow", "Action": "*", "Resource": resource, **more}
    return {"Version": "2012-10-17", "Statement": [statement]}


CONFIGURATION: Body = {
    "FunctionName": "orders", "FunctionArn": ARN, "Runtime": "python3.13", "Role": ROLE,
    "Handler": "app.handler", "CodeSize": 1, "Timeout": 3, "MemorySize": 128, "Version": "$LATEST",
    "LastModified": "2026-02-24T10:00:00.000+0000", "KMSKeyArn": KEY, "PackageType": "Image",
    "VpcConfig": {"VpcId": "vpc-1", "SubnetIds": ["subnet-2", "subnet-1"],
                  "SecurityGroupIds": ["sg-1"]},
    "DeadLetterConfig": {"TargetArn": f"arn:aws:sqs:{PLACE}:lost"},
    "Layers": [{"Arn": f"{LAYER}:3", "CodeSize": 1}],
    "Environment": {"Variables": {
        "ORDERS_TABLE": "orders", "TOPIC": f"arn:aws:sns:{PLACE}:news",
        "QUEUE": "https://sqs.eu-west-1.amazonaws.com/111122223333/work.fifo",
        "DATABASE_URL": "postgres://u:p@shop.abc123def.eu-west-1.rds.amazonaws.com:5432/shop",
        "PASSWORD": "orders-table-1"}},
    "CapacityProviderConfig": {
        "LambdaManagedInstancesCapacityProviderConfig": {"CapacityProviderArn": PROVIDER}},
    "DurableConfig": {"ExecutionTimeout": 60},
}  # fmt: skip
POLICY = json.dumps(allow(ARN, Principal={"Service": "sns.amazonaws.com"}, Sid="a"))
ANSWERS: dict[str, Body] = {
    "lambda.GetFunction": {
        "Configuration": CONFIGURATION,
        "Code": {"ImageUri": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop/orders:1"},
    },
    "lambda.GetPolicy": {"Policy": POLICY, "RevisionId": "1"},
    "lambda.GetFunctionConcurrency": {},
    "lambda.ListProvisionedConcurrencyConfigs": {"ProvisionedConcurrencyConfigs": [
        {"FunctionArn": f"{ARN}:live", "Status": "READY"}]},
    "lambda.ListFunctionEventInvokeConfigs": {"FunctionEventInvokeConfigs": [
        {"FunctionArn": f"{ARN}:$LATEST", "DestinationConfig": {
            "OnFailure": {"Destination": f"arn:aws:sqs:{PLACE}:failed"}, "OnSuccess": {}}}]},
    "lambda.ListAliases": {"Aliases": [
        {"AliasArn": f"{ARN}:live", "Name": "live", "FunctionVersion": "1"}]},
    "lambda.GetFunctionRecursionConfig": {"RecursiveLoop": "Terminate"},
    "lambda.GetAccountSettings": {"AccountLimit": {"ConcurrentExecutions": 10},
                                  "AccountUsage": {"FunctionCount": 1}},
    "lambda.GetLayerVersion": {"LayerVersionArn": f"{LAYER}:3", "Version": 3,
                               "CompatibleRuntimes": ["python3.13"]},
    "lambda.GetCapacityProvider": {"CapacityProvider": {
        "CapacityProviderArn": PROVIDER, "State": "Active",
        "VpcConfig": {"SubnetIds": ["subnet-3"], "SecurityGroupIds": ["sg-1"]}}},
    "lambda.ListDurableExecutionsByFunction": {"DurableExecutions": [
        {"DurableExecutionArn": EXECUTION, "DurableExecutionName": "order-1", "FunctionArn": ARN,
         "Status": "FAILED", "StartTimestamp": "2026-02-25T06:00:00Z"}]},
    "lambda.GetDurableExecutionHistory": {"Events": [
        {"EventType": "ExecutionStarted", "EventId": 1, "Id": "1"}]},
    "compute-optimizer.GetLambdaFunctionRecommendations": {"lambdaFunctionRecommendations": [
        {"functionArn": f"{ARN}:$LATEST", "currentMemorySize": 128, "finding": "Optimized"}]},
    "application-autoscaling.DescribeScalableTargets": {"ScalableTargets": [
        {"ServiceNamespace": "lambda", "ResourceId": "function:orders:live", "MinCapacity": 1}]},
    "iam.GetRole": {"Role": {
        "RoleName": "orders-role", "Arn": ROLE, "AssumeRolePolicyDocument": allow("*"),
        "PermissionsBoundary": {"PermissionsBoundaryType": "Policy",
                                "PermissionsBoundaryArn": LIMITS}}},
    "iam.ListAttachedRolePolicies": {"AttachedPolicies": []},
    "iam.ListRolePolicies": {"PolicyNames": ["own"]},
    "iam.GetRolePolicy": {"RoleName": "orders-role", "PolicyName": "own", "PolicyDocument":
        allow([f"arn:aws:dynamodb:{PLACE}:table/orders/index/*", "arn:aws:s3:::shop-files/*",
               f"arn:aws:lambda:{PLACE}:function:prices:*", f"arn:aws:sqs:{PLACE}:work-*", "*",
               f"arn:aws:ssm:{PLACE}:parameter/shop/*", f"arn:aws:ssm:{PLACE}:parameter/shop/url",
               f"arn:aws:secretsmanager:{PLACE}:secret:shop-??????"])},
    "iam.GetPolicy": {"Policy": {"Arn": LIMITS, "PolicyName": "limits", "DefaultVersionId": "v2"}},
    "iam.GetPolicyVersion": {"PolicyVersion": {
        "VersionId": "v2", "IsDefaultVersion": True, "Document": allow("*")}},
    "kms.GetKeyPolicy": {"Policy": json.dumps(allow("*", Principal="*")), "PolicyName": "default"},
    "ecr.GetRepositoryPolicy": {"registryId": "111122223333", "repositoryName": "shop/orders",
                                "policyText": json.dumps(allow("*", Principal="*"))},
    "ec2.DescribeSubnets": {"Subnets": [{"SubnetId": "subnet-1", "VpcId": "vpc-1"}]},
    "ec2.DescribeSecurityGroups": {"SecurityGroups": [{"GroupId": "sg-1", "VpcId": "vpc-1"}]},
    "ec2.DescribeVpcEndpoints": {"VpcEndpoints": [
        {"VpcEndpointId": "vpce-1", "VpcId": "vpc-1", "Groups": [{"GroupId": "sg-9"}]}]},
    "ec2.DescribeVpcAttribute": {"VpcId": "vpc-1", "EnableDnsSupport": {"Value": True}},
    "ec2.DescribeNetworkInterfaces": {"NetworkInterfaces": [
        {"NetworkInterfaceId": "eni-1", "SubnetId": "subnet-1"}]},
    "secretsmanager.DescribeSecret": {"ARN": "arn:x", "Name": "shop"},
}  # fmt: skip


def leads(operation: str, body: Body, scope: Scope = SCOPE, **asked: Json) -> list[Want]:
    answer = Answer(Want.of(operation, "orders", **asked), body)
    return [w for area in OWN if (f := area.FOLLOW.get(operation)) for w in f(answer, scope)]


def asked(wants: list[Want]) -> set[tuple[str, str]]:
    return {(want.operation, want.about) for want in wants}


def crawled(scope: Scope = SCOPE) -> dict[Want, Body]:
    """All answers that the function leads to, as far as they stand above."""
    found: dict[Want, Body] = {}
    todo = [Want.of("lambda.GetFunction", "orders", FunctionName="orders")]
    while todo:
        want = todo.pop()
        if want in found or want.operation not in ANSWERS:
            continue
        found[want] = ANSWERS[want.operation]
        todo += leads(want.operation, found[want], scope, **want.parameters)
    return found


def test_a_target_is_asked_all_that_belongs_to_it() -> None:
    wants = leads("lambda.GetFunction", ANSWERS["lambda.GetFunction"])

    assert asked(wants) == {
        *((f"lambda.{operation}", "orders") for operation in functions.BESIDE),
        ("lambda.GetPolicy", "orders"),
        ("lambda.GetAccountSettings", "111122223333"),
        ("lambda.GetLayerVersion", "tools"),
        ("lambda.GetCapacityProvider", "big"),
        ("lambda.ListDurableExecutionsByFunction", "orders"),
        ("compute-optimizer.GetLambdaFunctionRecommendations", "orders"),
        ("accessanalyzer.ListAnalyzers", "analyzers"),
        ("service-quotas.GetServiceQuota", "concurrency"),
        ("ecr.GetRepositoryPolicy", "shop/orders"),
        ("sqs.GetQueueAttributes", "lost"),
        ("sqs.GetQueueAttributes", "work.fifo"),
        ("sns.GetTopicAttributes", "news"),
        ("sns.ListSubscriptionsByTopic", "news"),
        ("dynamodb.DescribeTable", "orders"),
        ("rds.DescribeDBInstances", "shop"),
        ("iam.GetRole", "orders-role"),
        ("iam.ListAttachedRolePolicies", "orders-role"),
        ("iam.ListRolePolicies", "orders-role"),
        ("kms.GetKeyPolicy", "11112222-aaaa-bbbb-cccc-333344445555"),
        *((operation, "vpc-1") for operation, _ in network.FILTERED),
        ("ec2.DescribeVpcs", "vpc-1"),
        ("ec2.DescribeVpcAttribute", "vpc-1"),
        ("ec2.DescribeSubnets", "subnet-1"),
        ("ec2.DescribeSecurityGroups", "sg-1"),
        ("ec2.DescribeNetworkInterfaces", "orders"),
    }


def test_no_secret_becomes_part_of_a_call() -> None:
    wants = leads("lambda.GetFunction", ANSWERS["lambda.GetFunction"])

    assert [w for w in wants if "orders-table-1" in w.asked or "u:p" in w.asked] == []


def test_a_called_function_is_not_followed() -> None:
    called = {**CONFIGURATION, "FunctionName": "prices", "FunctionArn": f"{ARN[:-6]}prices"}

    wants = leads("lambda.GetFunctionConfiguration", called)

    assert asked(wants) == {("lambda.GetFunctionConcurrency", "prices")}


def test_a_target_whose_code_may_not_be_read_is_followed() -> None:
    wants = leads("lambda.GetFunctionConfiguration", CONFIGURATION)

    assert ("lambda.GetPolicy", "orders") in asked(wants)


def test_a_qualifier_has_a_policy_of_its_own() -> None:
    wants = leads("lambda.GetFunction", ANSWERS["lambda.GetFunction"], Qualifier="live")

    assert [w.parameters for w in wants if w.action == "GetPolicy"] == [
        {"FunctionName": "orders"},
        {"FunctionName": "orders", "Qualifier": "live"},
    ]


def test_a_function_of_another_account_is_asked_by_its_arn() -> None:
    own = {**CONFIGURATION, "FunctionArn": f"{ARN}:live".replace("1111222", "9999888", 1)}

    wants = leads("lambda.GetFunction", {"Configuration": own})

    assert {w.parameters["FunctionName"] for w in wants if "FunctionName" in w.parameters} == {
        ARN.replace("1111222", "9999888", 1)
    }


@pytest.mark.parametrize("operation", ["iam.GetRolePolicy", "iam.GetPolicyVersion"])
def test_a_policys_resources_are_described_and_patterns_are_not(operation: str) -> None:
    document = ANSWERS["iam.GetRolePolicy"]["PolicyDocument"]
    written: dict[str, Body] = {
        "iam.GetRolePolicy": {"PolicyDocument": document},
        "iam.GetPolicyVersion": {"PolicyVersion": {"Document": json.dumps(document)}},
    }

    assert asked(leads(operation, written[operation])) == {
        ("dynamodb.DescribeTable", "orders"),
        ("s3.GetBucketPolicy", "shop-files"),
        ("s3.GetBucketNotificationConfiguration", "shop-files"),
        ("lambda.GetFunctionConfiguration", "prices"),
        ("ssm.DescribeParameters", "/shop/url"),
        ("secretsmanager.DescribeSecret", "shop"),
        ("secretsmanager.GetResourcePolicy", "shop"),
    }


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("URL", "http://localhost:4566/111122223333/work", ("sqs.GetQueueAttributes", "work")),
        ("URL", "https://eu-west-1.queue.amazonaws.com/111122223333/work",
         ("sqs.GetQueueAttributes", "work")),
        ("URL", "https://sqs.us-east-1.amazonaws.com/111122223333/work", None),
        ("URL", "https://sqs.eu-west-1.amazonaws.com/999988887777/work", None),
        ("HOST", "shop.cluster-ro-abc123def.eu-west-1.rds.amazonaws.com",
         ("rds.DescribeDBClusters", "shop")),
        ("HOST", "shop.proxy-abc123def.eu-west-1.rds.amazonaws.com",
         ("rds.DescribeDBProxies", "shop")),
        ("HOST", "shop.cluster-abc123def.us-east-1.rds.amazonaws.com", None),
        ("REDIS", "rediss://master.shop.ab12cd.euw1.cache.amazonaws.com:6379",
         ("elasticache.DescribeReplicationGroups", "shop")),
        ("DOCS", "mongodb://papers.cluster-abc123def.eu-west-1.docdb.amazonaws.com:27017",
         ("rds.DescribeDBClusters", "papers")),
        ("CACHE", "my-carts-ab12cd.serverless.euw1.cache.amazonaws.com:6379",
         ("elasticache.DescribeServerlessCaches", "my-carts")),
        ("CACHE", "shop.ab12cd.cfg.euw1.cache.amazonaws.com:11211",
         ("elasticache.DescribeCacheClusters", "shop")),
        ("PRICES_FUNCTION_NAME", "prices", ("lambda.GetFunctionConfiguration", "prices")),
        ("FILES_BUCKET", "shop-files", ("s3.GetBucketPolicy", "shop-files")),
        ("FILES_BUCKET", "Shop Files", None),
        ("SECRET_TABLE_ID", "shop", None),
        ("DB_PASSWORD_TABLE", "AKIAIOSFODNN7EXAMPLE", None),
        ("SECRET_ARN", f"arn:aws:secretsmanager:{PLACE}:secret:shop-a1B2c3",
         ("secretsmanager.DescribeSecret", "shop-a1B2c3")),
    ],
)  # fmt: skip
def test_a_variable_names_what_it_names(
    name: str, value: str, expected: tuple[str, str] | None
) -> None:
    found = asked(list(settings({name: value}, SCOPE)))

    assert (expected in found) if expected else (found == set())


def test_the_groups_of_endpoints_and_databases_are_read() -> None:
    endpoints: Body = {"VpcEndpoints": [{"Groups": [{"GroupId": "sg-9"}, {"GroupId": 3}]}]}
    proxies: Body = {"DBProxies": [{"VpcSecurityGroupIds": ["sg-8", "sg-7"]}]}

    assert asked(leads("ec2.DescribeVpcEndpoints", endpoints)) == {
        ("ec2.DescribeSecurityGroups", "sg-9")
    }
    assert asked(leads("rds.DescribeDBProxies", proxies)) == {
        ("ec2.DescribeSecurityGroups", "sg-7"), ("ec2.DescribeSecurityGroups", "sg-8"),
    }  # fmt: skip


def test_a_policy_that_names_a_hundred_queues_leads_to_some_of_them() -> None:
    document = allow([f"arn:aws:sqs:{PLACE}:q{n}" for n in range(100)])

    assert len(leads("iam.GetRolePolicy", {"PolicyDocument": document})) == 30


def test_failed_and_stuck_executions_have_their_history_read() -> None:
    def execution(status: str, n: int) -> Json:
        return {"DurableExecutionArn": f"{EXECUTION}{n}", "Status": status, "FunctionArn": ARN,
                "StartTimestamp": f"2026-02-25T06:00:0{n}Z"}  # fmt: skip

    told: Json = [execution(s, n) for s in ("FAILED", "RUNNING", "SUCCEEDED") for n in range(5)]
    wants = leads("lambda.ListDurableExecutionsByFunction", {"DurableExecutions": told})

    histories = [w.parameters for w in wants if w.action == "GetDurableExecutionHistory"]
    arns = [str(h["DurableExecutionArn"]).removeprefix(EXECUTION) for h in histories]
    assert arns == ["4", "3", "2", "0", "1", "2"]


def whose(folder: Path, answers: dict[Want, Body]) -> dict[type[Document], set[str]]:
    """Resources of all documents, by kind, after the answers went through a folder."""
    for want, body in answers.items():
        folder.joinpath(want.file).write_text(json.dumps(body), encoding="utf-8")
    case, reading = collect([str(folder)], [])
    with case:
        assert reading.unreadable == []
        assert reading.events == 0
        assert {f.resource for f in case.functions} == {ARN}
        return {kind: {d.resource for d in case.documents(kind)} for kind in WHOSE}


WHOSE: dict[type[Document], set[str]] = {
    AttachedPolicies: {"?:orders-role"},
    CapacityProvider: {PROVIDER},
    Concurrency: {"?:orders"},
    DurableHistory: {"?:orders"},
    Endpoint: {"vpce-1"},
    IdentityPolicy: {"orders-role", "?:limits"},
    InlinePolicies: {"?:orders-role"},
    Interface: {"eni-1"},
    LayerVersion: {f"{LAYER}:3"},
    Limits: {"?:111122223333"},
    Provisioned: {ARN},
    Recommendation: {ARN},
    Recursion: {"?:orders"},
    ResourcePolicy: {ARN, "?:11112222-aaaa-bbbb-cccc-333344445555", "shop/orders"},
    RoleDocument: {ROLE},
    ScalingTarget: {"function:orders:live"},
    SecurityGroup: {"sg-1"},
    Subnet: {"subnet-1"},
    Vpc: {"vpc-1"},
}


def test_every_document_is_the_functions_or_what_it_names(tmp_path: Path) -> None:
    assert whose(tmp_path, crawled()) == WHOSE


def test_an_empty_list_of_provisioned_concurrency_is_an_answer(tmp_path: Path) -> None:
    want = Want.of("lambda.ListProvisionedConcurrencyConfigs", "orders", FunctionName="orders")
    body: Body = {"ProvisionedConcurrencyConfigs": []}
    tmp_path.joinpath(want.file).write_text(json.dumps(body), encoding="utf-8")
    case, _ = collect([str(tmp_path)], [])
    with case:
        assert (case.documents(Provisioned), case.gaps([Provisioned.KIND])) == ((), ())


@pytest.mark.parametrize("body", ["{}", "{\n}", '{"ReservedConcurrentExecutions": 3}'])
def test_an_answer_that_says_nothing_is_known_by_its_file(body: str, tmp_path: Path) -> None:
    want = Want.of("lambda.GetFunctionConcurrency", "orders", FunctionName="orders")
    tmp_path.joinpath(want.file).write_text(body, encoding="utf-8")
    case, reading = collect([str(tmp_path)], [])
    with case:
        (found,) = case.documents(Concurrency)

    assert (found.resource, found.complete, found.reserved) == (
        "?:orders", True, 3 if "3" in body else None,
    )  # fmt: skip
    assert reading.events == 0


def test_what_several_answers_tell_is_known_once(tmp_path: Path) -> None:
    mapping: Body = {
        "UUID": "u-1",
        "FunctionArn": f"{ARN}:live",
        "BatchSize": 1,
        "EventSourceArn": f"arn:aws:sqs:{PLACE}:work",
        "State": "Enabled",
    }
    for name in ("orders", "orders:live"):
        want = Want.of("lambda.ListEventSourceMappings", "orders", FunctionName=name)
        body: Body = {"EventSourceMappings": [mapping]}
        tmp_path.joinpath(want.file).write_text(json.dumps(body), encoding="utf-8")
    case, _ = collect([str(tmp_path)], [])
    with case:
        assert [(m.resource, m.function) for m in case.documents(Mapping)] == [("u-1", ARN)]


@pytest.mark.parametrize("latest", ["1", "2", "3"])  # the order of files follows their numbers
def test_the_configuration_that_was_asked_for_is_the_functions(latest: str, tmp_path: Path) -> None:
    versions: Json = [{**CONFIGURATION, "MemorySize": 512}, {**CONFIGURATION, "Version": "7"}]
    answers: dict[Want, Body] = {
        Want.of("lambda.GetFunction", "orders", Qualifier="7"): {
            "Configuration": {**CONFIGURATION, "Version": "7", "FunctionArn": f"{ARN}:7"},
            "Concurrency": {"ReservedConcurrentExecutions": 5},
        },
        Want.of("lambda.GetFunctionConfiguration", "orders", x=latest): CONFIGURATION,
        Want.of("lambda.ListVersionsByFunction", "orders", x=latest): {"Versions": versions},
    }
    for want, body in answers.items():
        tmp_path.joinpath(want.file).write_text(json.dumps(body), encoding="utf-8")
    case, _ = collect([str(tmp_path)], [])
    with case:
        told = [(f.resource, f.version, f.reserved_concurrency) for f in case.functions]

    assert told == [(ARN, "7", 5)]


def test_an_answer_that_nothing_reads_is_no_log(tmp_path: Path) -> None:
    want = Want.of("iam.GetPolicy", "shared", PolicyArn=LIMITS)
    tmp_path.joinpath(want.file).write_text('{"Policy": {"Arn": "x"}}', encoding="utf-8")
    case, reading = collect([str(tmp_path)], [])
    with case:
        assert (case.documents(ResourcePolicy), reading.events) == ((), 0)
