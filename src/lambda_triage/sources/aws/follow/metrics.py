"""CloudWatch metrics of a function, and of whatever an answer names by ARN.

A series must be asked for once, since readers add up its points: what is asked depends on the
resource alone, so that the same resource named twice makes equal wants. There is no baseline of
another day either: its points would be added to those of the window.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from lambda_triage.evidence.naming import unqualified
from lambda_triage.sources.aws.follow import measures as m
from lambda_triage.sources.aws.follow.arn import Arn
from lambda_triage.sources.aws.follow.asked import target
from lambda_triage.sources.aws.follow.body import objects, text, texts
from lambda_triage.sources.aws.follow.measured import MOST, of_named
from lambda_triage.sources.aws.follow.series import Series, ask

if TYPE_CHECKING:
    from lambda_triage.evidence.documents import Json
    from lambda_triage.sources.aws.answer import Answer
    from lambda_triage.sources.aws.scope import Scope
    from lambda_triage.sources.aws.want import Want

MOST_SHARDS = 50
MOST_TOPICS = 10  # of Kafka, of one mapping
BROKERS = ("1", "2", "3")  # ids count from 1; MSK has metrics of brokers, not of clusters
INSIGHTS = ":layer:LambdaInsightsExtension"
COUNTED = "EventCount"  # of a mapping's MetricsConfig
Dimensions = tuple[tuple[str, str], ...]


def of_function(answer: Answer, scope: Scope) -> Iterator[Want]:
    """Metrics of the function, of its log group, and of all functions together."""
    found = target(answer, scope)
    if found is None:  # one that is only called has its own failures, which are not asked about
        return
    name, body = found.name, found.configuration
    key = found.arn or f"?:{name}"
    group = text(body, "LoggingConfig.LogGroup") or f"/aws/lambda/{name}"
    own = group == f"/aws/lambda/{name}"
    told = [
        Series(key, "AWS/Lambda", (("FunctionName", name),), m.FUNCTION),
        Series(key if own else f"?:{group}", "AWS/Logs", (("LogGroupName", group),), m.GROUP),
    ]
    if any(INSIGHTS in arn for arn in texts(body, "Layers[].Arn")):
        told.append(Series(key, "LambdaInsights", (("function_name", name),), m.INSIGHTS))
    yield from ask(name, scope, told)
    yield from _of_account(scope)
    yield from of_named(answer, scope)


def _of_account(scope: Scope) -> Iterator[Want]:
    key = "?:account"
    told = (
        Series(key, "AWS/Lambda", (), m.ACCOUNT),
        Series(key, "AWS/Lambda", (), m.EVERYBODY, prefix="Account"),
    )
    yield from ask("account", scope, told)


def of_provisioned(answer: Answer, scope: Scope) -> Iterator[Want]:
    """Each qualifier's own: a function has none of these metrics as a whole."""
    for one in objects(answer.body, "ProvisionedConcurrencyConfigs")[:MOST]:
        arn = text(one, "FunctionArn") or ""
        name, _, qualifier = arn.partition(":function:")[2].partition(":")
        if name and qualifier:
            named = (("FunctionName", name), ("Resource", f"{name}:{qualifier}"))
            told = Series(unqualified(arn), "AWS/Lambda", named, m.PROVISIONED)
            yield from ask(name, scope, [told])


def of_urls(answer: Answer, scope: Scope) -> Iterator[Want]:
    """Requests at a function URL."""
    every = objects(answer.body, "FunctionUrlConfigs")
    for key in {unqualified(arn): None for one in every if (arn := text(one, "FunctionArn"))}:
        name = key.partition(":function:")[2]
        if name:
            yield from ask(name, scope, [
                Series(key, "AWS/Lambda", (("FunctionName", name),), m.URL)
            ])  # fmt: skip


def of_mappings(answer: Answer, scope: Scope) -> Iterator[Want]:
    """What a mapping counts, and its source; the lag of a Kafka consumer."""
    for one in objects(answer.body, "EventSourceMappings")[:MOST]:
        uuid, function = text(one, "UUID"), text(one, "FunctionArn")
        if uuid and function and COUNTED in texts(one, "MetricsConfig.Metrics[]"):
            named = (("EventSourceMappingUUID", uuid),)
            told = Series(unqualified(function), "AWS/Lambda", named, m.MAPPING)
            yield from ask(uuid, scope, [told])
        source = Arn.of(text(one, "EventSourceArn"))
        if source is not None and source.service == "kafka" and source.is_own(scope):
            yield from _of_topics(one, source, scope)
    yield from of_named(answer, scope)


def _of_topics(mapping: dict[str, Json], source: Arn, scope: Scope) -> Iterator[Want]:
    cluster = source.resource.split("/")[1:2]
    group = text(mapping, "AmazonManagedKafkaEventSourceConfig.ConsumerGroupId")
    if not cluster:
        return
    own = ("Cluster Name", cluster[0])
    brokers = [(own, ("Broker ID", broker)) for broker in BROKERS]
    yield from ask(cluster[0], scope, [
        Series(source.text, "AWS/Kafka", named, m.BROKER) for named in brokers
    ])  # fmt: skip
    for topic in texts(mapping, "Topics[]")[:MOST_TOPICS] if group else ():
        named = (own, ("Consumer Group", group or ""), ("Topic", topic))
        told = Series(source.text, "AWS/Kafka", named, m.CONSUMER)
        yield from ask(f"{cluster[0]}.{topic}", scope, [told])


def of_table(answer: Answer, scope: Scope) -> Iterator[Want]:
    """A table, and each of its indexes, which are throttled by themselves."""
    name, arn = text(answer.body, "Table.TableName"), text(answer.body, "Table.TableArn")
    yield from of_named(answer, scope)
    for index in texts(answer.body, "Table.GlobalSecondaryIndexes[].IndexName")[:MOST]:
        if name and arn:
            named = (("TableName", name), ("GlobalSecondaryIndexName", index))
            told = Series(f"{arn}/index/{index}", "AWS/DynamoDB", named, m.TABLE)
            yield from ask(f"{name}.{index}", scope, [told])


def of_stream(answer: Answer, scope: Scope) -> Iterator[Want]:
    """A stream, and its shards where they have metrics of their own."""
    yield from of_named(answer, scope)
    body = answer.body.get("StreamDescription")
    arn, name = text(body, "StreamARN"), text(body, "StreamName")
    levels = objects(body, "EnhancedMonitoring")
    enhanced = {x for level in levels for x in texts(level, "ShardLevelMetrics[]")}
    if not arn or not name or not enhanced:
        return
    told = tuple(x for x in m.SHARD if {"ALL", x.split()[0]} & enhanced)
    for shard in texts(body, "Shards[].ShardId")[:MOST_SHARDS]:
        named = (("StreamName", name), ("ShardId", shard))
        yield from ask(f"{name}.{shard}", scope, [
            Series(f"{arn}/{shard}", "AWS/Kinesis", named, told)
        ])  # fmt: skip


def of_schedule(answer: Answer, scope: Scope) -> Iterator[Want]:
    """EventBridge Scheduler counts by group of schedules."""
    yield from of_named(answer, scope)
    group = text(answer.body, "GroupName")
    if group:
        named = (("ScheduleGroup", group),)
        told = Series(f"?:{group}", "AWS/Scheduler", named, m.SCHEDULES)
        yield from ask(group, scope, [told])


def of_rest_api(answer: Answer, scope: Scope) -> Iterator[Want]:
    """A REST API, whose metrics go by its name."""
    id, name = text(answer.body, "id"), text(answer.body, "name")
    if id and name:
        told = Series(f"?:{id}", "AWS/ApiGateway", (("ApiName", name),), m.REST)
        yield from ask(id, scope, [told])


def of_api(answer: Answer, scope: Scope) -> Iterator[Want]:
    """An HTTP or WebSocket API."""
    id = text(answer.body, "ApiId")
    if id:
        sockets = text(answer.body, "ProtocolType") == "WEBSOCKET"
        told = m.WEBSOCKET if sockets else m.HTTP
        yield from ask(id, scope, [Series(f"?:{id}", "AWS/ApiGateway", (("ApiId", id),), told)])


def of_target_groups(answer: Answer, scope: Scope) -> Iterator[Want]:
    """Target groups of load balancers."""
    for one in objects(answer.body, "TargetGroups")[:MOST]:
        arn = text(one, "TargetGroupArn") or ""
        group = arn.partition(":targetgroup/")[2]
        if not group:
            continue
        named: Dimensions = (("TargetGroup", f"targetgroup/{group}"),)
        told = [Series(arn, "AWS/ApplicationELB", named, m.TARGET_GROUP)]
        for balancer in texts(one, "LoadBalancerArns[]")[:1]:
            through = (*named, ("LoadBalancer", balancer.partition(":loadbalancer/")[2]))
            told.append(Series(arn, "AWS/ApplicationELB", through, m.BALANCED))
        yield from ask(group.partition("/")[0], scope, told)


def of_nat_gateways(answer: Answer, scope: Scope) -> Iterator[Want]:
    """NAT gateways."""
    for id in texts(answer.body, "NatGateways[].NatGatewayId")[:MOST]:
        told = Series(f"?:{id}", "AWS/NATGateway", (("NatGatewayId", id),), m.NAT)
        yield from ask(id, scope, [told])


def of_proxies(answer: Answer, scope: Scope) -> Iterator[Want]:
    """Proxies of databases, whose ARNs do not have their names."""
    for one in objects(answer.body, "DBProxies")[:MOST]:
        name = text(one, "DBProxyName")
        if name:
            key = text(one, "DBProxyArn") or f"?:{name}"
            told = Series(key, "AWS/RDS", (("ProxyName", name),), m.PROXY)
            yield from ask(name, scope, [told])


FOLLOW: Mapping[str, Callable[[Answer, Scope], Iterable[Want]]] = {
    "lambda.GetFunction": of_function,
    "lambda.GetFunctionConfiguration": of_function,
    "lambda.ListProvisionedConcurrencyConfigs": of_provisioned,
    "lambda.ListFunctionUrlConfigs": of_urls,
    "lambda.ListEventSourceMappings": of_mappings,
    "lambda.ListFunctionEventInvokeConfigs": of_named,
    "lambda.GetPolicy": of_named,
    "sqs.GetQueueAttributes": of_named,
    "kinesis.DescribeStreamSummary": of_stream,
    "kinesis.DescribeStream": of_stream,
    "dynamodb.DescribeTable": of_table,
    "sns.GetTopicAttributes": of_named,
    "sns.GetSubscriptionAttributes": of_named,
    "sns.ListSubscriptionsByTopic": of_named,
    "events.DescribeRule": of_named,
    "events.ListTargetsByRule": of_named,
    "pipes.DescribePipe": of_named,
    "scheduler.GetSchedule": of_schedule,
    "s3.GetBucketNotificationConfiguration": of_named,
    "stepfunctions.DescribeStateMachine": of_named,
    "iam.GetRolePolicy": of_named,
    "iam.GetPolicyVersion": of_named,
    "apigateway.GetRestApi": of_rest_api,
    "apigatewayv2.GetApi": of_api,
    "elbv2.DescribeTargetGroups": of_target_groups,
    "ec2.DescribeNatGateways": of_nat_gateways,
    "rds.DescribeDBInstances": of_named,
    "rds.DescribeDBClusters": of_named,
    "rds.DescribeDBProxies": of_proxies,
    "elasticache.DescribeCacheClusters": of_named,
}
