"""An answer that is kept under its want's file name is read as what it is, of whom it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from lambda_triage.evidence import documents as kinds
from lambda_triage.sources.aws.answer import Answer
from lambda_triage.sources.aws.follow import asking, follow, linked
from lambda_triage.sources.aws.scope import Scope
from lambda_triage.sources.aws.want import Want
from lambda_triage.sources.collect import collect
from tests.sources.aws.shapes import FUNCTION, HERE, URI, bodies

if TYPE_CHECKING:
    from pathlib import Path

    from lambda_triage.evidence.documents import Document, Json

SCOPE = Scope(
    account="111122223333", region="eu-west-1", partition="aws", functions=("orders",),
    start_ms=1_772_355_600_000, end_ms=1_772_366_400_000,
)  # fmt: skip
API = "abcde12345"
RULE = f"arn:aws:events:{HERE}:rule/nightly"
MACHINE = f"arn:aws:states:{HERE}:stateMachine:checkout"
RUN = f"arn:aws:states:{HERE}:execution:checkout:run-1"
GROUP = f"arn:aws:elasticloadbalancing:{HERE}:targetgroup/web/0123456789abcdef"
TOPIC = f"arn:aws:sns:{HERE}:news"
ALLOW = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*"}]}


def of(operation: str, *references: str) -> Want:
    """The want of an operation that ARNs lead to."""
    wants = {w for arn in references for w in linked.about(arn, SCOPE)}
    return next(want for want in wants if want.operation == operation)


def below(operation: str, above: str, body: dict[str, Json], want: Want | None = None) -> Want:
    """The want of an operation that another answer leads to."""
    answer = Answer(want or Want.of(above, API, restApiId=API), body)
    wants = [w for one in follow()[above] for w in one(answer, SCOPE)]
    return next(want for want in wants if want.operation == operation)


def v1(operation: str) -> Want:
    return below(operation, "apigateway.GetRestApi", {"id": API})


def v2(operation: str) -> Want:
    return below(
        operation, "apigatewayv2.GetApi", {"ApiId": API}, Want.of("apigatewayv2.GetApi", API)
    )


def method(operation: str) -> Want:
    body: dict[str, Json] = {"items": [{"id": "aa", "resourceMethods": {"GET": {}}}]}
    return below(operation, "apigateway.GetResources", body)


def execution(operation: str) -> Want:
    body: dict[str, Json] = {
        "executions": [{"executionArn": RUN, "stopDate": "2026-03-01T10:00:00Z"}]
    }
    return below(operation, "stepfunctions.ListExecutions", body)


EXECUTED = {"executionArn": RUN, "stateMachineArn": MACHINE, "name": "run-1", "status": "FAILED",
            "startDate": "2026-03-01T09:59:00Z", "stopDate": "2026-03-01T10:00:00Z"}  # fmt: skip
CALLED = URI.format(FUNCTION)
READ: list[tuple[Want, dict[str, object], type[Document], str]] = [
    (of("sqs.GetQueueAttributes", f"arn:aws:sqs:{HERE}:jobs"),
     {"Attributes": {"QueueArn": f"arn:aws:sqs:{HERE}:jobs", "VisibilityTimeout": "30"}},
     kinds.Queue, f"arn:aws:sqs:{HERE}:jobs"),
    (of("sns.GetTopicAttributes", TOPIC), {"Attributes": {"TopicArn": TOPIC, "Owner": "1"}},
     kinds.Topic, TOPIC),
    (of("sns.ListSubscriptionsByTopic", TOPIC),
     {"Subscriptions": [{"SubscriptionArn": f"{TOPIC}:0f", "Owner": "1", "Protocol": "lambda",
                         "Endpoint": FUNCTION, "TopicArn": TOPIC}]},
     kinds.Subscription, f"{TOPIC}:0f"),
    (of("sns.GetSubscriptionAttributes", f"{TOPIC}:0f"),
     {"Attributes": {"SubscriptionArn": f"{TOPIC}:0f", "TopicArn": TOPIC, "Protocol": "lambda"}},
     kinds.Subscription, f"{TOPIC}:0f"),
    (of("kinesis.DescribeStreamSummary", f"arn:aws:kinesis:{HERE}:stream/clicks"),
     {"StreamDescriptionSummary": {"StreamName": "clicks", "OpenShardCount": 2,
                                   "StreamARN": f"arn:aws:kinesis:{HERE}:stream/clicks"}},
     kinds.Stream, f"arn:aws:kinesis:{HERE}:stream/clicks"),
    (of("dynamodb.DescribeTable", f"arn:aws:dynamodb:{HERE}:table/seats"),
     {"Table": {"TableName": "seats", "TableArn": f"arn:aws:dynamodb:{HERE}:table/seats"}},
     kinds.Table, f"arn:aws:dynamodb:{HERE}:table/seats"),
    (below("application-autoscaling.DescribeScalableTargets", "dynamodb.DescribeTable",
           {"Table": {"TableName": "seats"}}),
     {"ScalableTargets": [{"ServiceNamespace": "dynamodb", "ResourceId": "table/seats"}]},
     kinds.ScalingTarget, "table/seats"),
    (of("kafka.DescribeClusterV2", f"arn:aws:kafka:{HERE}:cluster/events/0f-5"),
     {"ClusterInfo": {"ClusterArn": f"arn:aws:kafka:{HERE}:cluster/events/0f-5",
                      "ClusterType": "PROVISIONED", "State": "ACTIVE"}},
     kinds.Cluster, f"arn:aws:kafka:{HERE}:cluster/events/0f-5"),
    (of("events.DescribeRule", RULE), {"Name": "nightly", "Arn": RULE, "State": "ENABLED"},
     kinds.Rule, RULE),
    (of("events.ListTargetsByRule", RULE), {"Targets": [{"Id": "1", "Arn": FUNCTION}]},
     kinds.Target, FUNCTION),
    (of("events.ListArchives", RULE),
     {"Archives": [{"ArchiveName": "all", "EventSourceArn": f"arn:aws:events:{HERE}:event-bus/default",
                    "State": "ENABLED"}]},
     kinds.Archive, "all"),
    (of("pipes.DescribePipe", f"arn:aws:pipes:{HERE}:pipe/stock"),
     {"Arn": f"arn:aws:pipes:{HERE}:pipe/stock", "Name": "stock", "Source": "a", "Target": "b",
      "CurrentState": "RUNNING"},
     kinds.Pipe, f"arn:aws:pipes:{HERE}:pipe/stock"),
    (of("scheduler.GetSchedule", f"arn:aws:scheduler:{HERE}:schedule/night/daily"),
     {"Arn": f"arn:aws:scheduler:{HERE}:schedule/night/daily", "Name": "daily",
      "ScheduleExpression": "rate(1 day)", "State": "ENABLED"},
     kinds.Schedule, f"arn:aws:scheduler:{HERE}:schedule/night/daily"),
    (of("s3.GetBucketNotificationConfiguration", "arn:aws:s3:::invoices"),
     {"LambdaFunctionConfigurations": [{"LambdaFunctionArn": FUNCTION, "Events": ["s3:*"]}]},
     kinds.Notification, "?:invoices"),
    (of("s3.GetBucketPolicy", "arn:aws:s3:::invoices"), {"Policy": json.dumps(ALLOW)},
     kinds.ResourcePolicy, "?:invoices"),
    (of("kms.GetKeyPolicy", f"arn:aws:kms:{HERE}:key/0f0f"),
     {"Policy": json.dumps(ALLOW), "PolicyName": "default"},
     kinds.ResourcePolicy, "?:0f0f"),
    (of("secretsmanager.GetResourcePolicy", f"arn:aws:secretsmanager:{HERE}:secret:db-AbCdEf"),
     {"ARN": f"arn:aws:secretsmanager:{HERE}:secret:db-AbCdEf", "Name": "db",
      "ResourcePolicy": json.dumps(ALLOW)},
     kinds.ResourcePolicy, f"arn:aws:secretsmanager:{HERE}:secret:db-AbCdEf"),
    (of("apigateway.GetRestApi", f"arn:aws:execute-api:{HERE}:{API}/*"),
     {"id": API, "name": "shop", "endpointConfiguration": {"types": ["REGIONAL"]}}, kinds.Api, API),
    (of("apigatewayv2.GetApi", f"arn:aws:execute-api:{HERE}:{API}/*"),
     {"ApiId": API, "Name": "shop", "ProtocolType": "HTTP"}, kinds.Api, API),
    (v1("apigateway.GetStages"), {"item": [{"deploymentId": "d1", "stageName": "prod"}]},
     kinds.Stage, f"?:{API}"),
    (v1("apigateway.GetDeployments"), {"items": [{"id": "d1", "createdDate": "2026-03-01T10:00:00Z"}]},
     kinds.Deployments, f"?:{API}"),
    (v1("apigateway.GetAuthorizers"), {"items": [{"id": "a1", "name": "gate", "type": "TOKEN"}]},
     kinds.Authorizer, f"?:{API}"),
    (v1("apigateway.GetDomainNames"), {"items": [{"domainName": "a.example.com"}]},
     kinds.Domain, "a.example.com"),
    (below("apigateway.GetBasePathMappings", "apigateway.GetDomainNames",
           {"items": [{"domainName": "a.example.com"}]}),
     {"items": [{"basePath": "v1", "restApiId": API, "stage": "prod"}]},
     kinds.PathMapping, "?:a.example.com"),
    (method("apigateway.GetMethod"),
     {"httpMethod": "GET", "authorizationType": "NONE", "apiKeyRequired": False},
     kinds.Route, f"?:{API}"),
    (method("apigateway.GetIntegration"),
     {"type": "AWS_PROXY", "httpMethod": "POST", "uri": CALLED, "timeoutInMillis": 29000},
     kinds.Integration, f"?:{API}"),
    (v2("apigatewayv2.GetStages"), {"Items": [{"StageName": "$default", "AutoDeploy": True}]},
     kinds.Stage, f"?:{API}"),
    (v2("apigatewayv2.GetRoutes"), {"Items": [{"RouteId": "r1", "RouteKey": "GET /orders"}]},
     kinds.Route, f"?:{API}"),
    (v2("apigatewayv2.GetIntegrations"),
     {"Items": [{"IntegrationId": "i1", "IntegrationType": "AWS_PROXY", "IntegrationUri": FUNCTION}]},
     kinds.Integration, f"?:{API}"),
    (v2("apigatewayv2.GetAuthorizers"), {"Items": [{"AuthorizerId": "a1", "AuthorizerType": "JWT"}]},
     kinds.Authorizer, f"?:{API}"),
    (v2("apigatewayv2.GetDeployments"), {"Items": [{"DeploymentId": "d1", "AutoDeployed": True}]},
     kinds.Deployments, f"?:{API}"),
    (v2("apigatewayv2.GetDomainNames"), {"Items": [{"DomainName": "a.example.com"}]},
     kinds.Domain, "a.example.com"),
    (below("apigatewayv2.GetApiMappings", "apigatewayv2.GetDomainNames",
           {"Items": [{"DomainName": "a.example.com"}]}),
     {"Items": [{"ApiId": API, "ApiMappingId": "m1", "Stage": "$default"}]},
     kinds.PathMapping, "?:a.example.com"),
    (of("elbv2.DescribeTargetGroups", GROUP),
     {"TargetGroups": [{"TargetGroupArn": GROUP, "TargetType": "lambda"}]},
     kinds.TargetGroup, GROUP),
    (of("elbv2.DescribeTargetHealth", GROUP), {"TargetHealthDescriptions": []},
     kinds.TargetHealth, "?:web"),
    (next(iter(asking.stack("shop"))),
     {"Stacks": [{"StackName": "shop", "StackStatus": "UPDATE_COMPLETE",
                  "CreationTime": "2026-03-01T10:00:00Z"}]},
     kinds.Stack, "shop"),
    (list(asking.stack("shop"))[1],
     {"StackResourceSummaries": [{"LogicalResourceId": "Orders", "PhysicalResourceId": "shop-orders",
                                  "ResourceType": "AWS::Lambda::Function"}]},
     kinds.StackResource, "shop-orders"),
    (of("stepfunctions.DescribeStateMachine", MACHINE),
     {"stateMachineArn": MACHINE, "name": "checkout", "type": "STANDARD", "definition": "{}"},
     kinds.StateMachine, MACHINE),
    (below("stepfunctions.ListExecutions", "stepfunctions.DescribeStateMachine",
           {"stateMachineArn": MACHINE, "definition": json.dumps({"States": {"A": {
               "Type": "Task", "Resource": FUNCTION}}})}),
     {"executions": [EXECUTED]}, kinds.Execution, RUN),
    (execution("stepfunctions.DescribeExecution"), EXECUTED, kinds.Execution, RUN),
    (execution("stepfunctions.GetExecutionHistory"),
     {"events": [{"timestamp": "2026-03-01T10:00:00Z", "type": "ExecutionFailed", "id": 1}]},
     kinds.History, "?:checkout"),
    (of("rds.DescribeDBInstances", f"arn:aws:rds:{HERE}:db:ledger-1"),
     {"DBInstances": [{"DBInstanceIdentifier": "ledger-1", "Engine": "postgres",
                       "DBInstanceArn": f"arn:aws:rds:{HERE}:db:ledger-1"}]},
     kinds.Database, f"arn:aws:rds:{HERE}:db:ledger-1"),
    (of("rds.DescribeDBClusters", f"arn:aws:rds:{HERE}:cluster:papers"),
     {"DBClusters": [{"DBClusterIdentifier": "papers", "Engine": "docdb",
                      "DBClusterArn": f"arn:aws:rds:{HERE}:cluster:papers"}]},
     kinds.Database, f"arn:aws:rds:{HERE}:cluster:papers"),
    (next(iter(asking.database("proxy", "ledger"))),
     {"DBProxies": [{"DBProxyName": "ledger", "Status": "available"}]}, kinds.Database, "ledger"),
    (next(iter(asking.cache("cluster", "carts"))),
     {"CacheClusters": [{"CacheClusterId": "carts", "Engine": "redis"}]}, kinds.Database, "carts"),
    (next(iter(asking.cache("serverlesscache", "carts"))),
     {"ServerlessCaches": [{"ServerlessCacheName": "carts", "Engine": "valkey"}]},
     kinds.Database, "carts"),
    (of("logs.DescribeSubscriptionFilters", f"arn:aws:logs:{HERE}:log-group:/aws/lambda/other:*"),
     {"subscriptionFilters": [{"filterName": "all", "logGroupName": "/aws/lambda/other",
                               "destinationArn": FUNCTION}]},
     kinds.LogSubscription, "/aws/lambda/other"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("want", "body", "kind", "resource"), READ, ids=[f"{r[0].operation}" for r in READ]
)
def test_an_answer_is_read_of_whom_it_is(
    want: Want, body: dict[str, object], kind: type[Document], resource: str, tmp_path: Path
) -> None:
    (tmp_path / want.file).write_text(json.dumps(body), encoding="utf-8")
    case, reading = collect([str(tmp_path)], [])
    with case:
        found = case.documents(kind)

    assert [(type(d), d.resource, d.answered) for d in found] == [(kind, resource, True)]
    assert reading.unreadable == []


def test_a_target_belongs_to_the_rule_of_its_file(tmp_path: Path) -> None:
    for rule in ("nightly", "daily"):
        want = of("events.ListTargetsByRule", f"arn:aws:events:{HERE}:rule/{rule}")
        body = {"Targets": [{"Id": rule, "Arn": FUNCTION}]}
        (tmp_path / want.file).write_text(json.dumps(body), encoding="utf-8")
    case, _ = collect([str(tmp_path)], [])
    with case:
        found = {(t.id, t.rule) for t in case.documents(kinds.Target)}

    assert found == {("nightly", "?:nightly"), ("daily", "?:daily")}


def test_no_two_answers_share_a_file() -> None:
    wants = {
        want
        for operation in follow()
        for body in bodies(operation)
        for one in follow()[operation]
        for want in one(Answer(Want.of(operation, "orders"), body), SCOPE)
    }

    assert len({want.file for want in wants}) == len(wants)
