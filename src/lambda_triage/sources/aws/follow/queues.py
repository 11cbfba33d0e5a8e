"""What a function polls, and queues, topics, streams, tables and brokers before and behind it."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from lambda_triage.sources.aws.follow import asking
from lambda_triage.sources.aws.follow.body import inside, objects, text, texts
from lambda_triage.sources.aws.follow.linked import about, let_in
from lambda_triage.sources.aws.want import Want

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from lambda_triage.evidence.documents import Json
    from lambda_triage.sources.aws.answer import Answer
    from lambda_triage.sources.aws.scope import Scope

# A topic may have millions of subscriptions; those of the target come first.
SUBSCRIPTIONS = 25


MAPPINGS = 25  # of one function; each has a queue or stream of its own behind it


def mappings(answer: Answer, scope: Scope) -> Iterator[Want]:
    """ListEventSourceMappings: what is polled, with which secrets."""
    told = objects(answer.body, "EventSourceMappings")
    for mapping in islice(told, MAPPINGS):
        yield from about(text(mapping, "EventSourceArn"), scope)
        yield from about(text(mapping, "DestinationConfig.OnFailure.Destination"), scope)
        for access in islice(objects(mapping, "SourceAccessConfigurations"), MAPPINGS):
            yield from _access(text(access, "URI") or "", scope)


def _access(uri: str, scope: Scope) -> Iterator[Want]:
    """How the pollers reach a cluster of one's own: its network, and a secret's metadata."""
    kind, _, id = uri.partition(":")
    if kind == "subnet":
        yield from asking.subnets([id])
    elif kind == "security_group":
        yield from asking.groups([id])
    elif ":secretsmanager:" in uri:
        yield from about(uri, scope)


def queue(answer: Answer, scope: Scope) -> Iterator[Want]:
    """GetQueueAttributes: its dead-letter queue, what sends to it, and its key."""
    yield from about(text(answer.body, "Attributes.RedrivePolicy.deadLetterTargetArn"), scope)
    yield from _attributes(answer, scope)


def topic(answer: Answer, scope: Scope) -> Iterator[Want]:
    """GetTopicAttributes: what publishes to it, and its key."""
    yield from _attributes(answer, scope)


def _attributes(answer: Answer, scope: Scope) -> Iterator[Want]:
    attributes = answer.body.get("Attributes")
    if isinstance(attributes, dict):
        yield from let_in(attributes.get("Policy"), scope)
        key = text(attributes, "KmsMasterKeyId")
        yield from asking.key(key) if key else ()


def subscriptions(answer: Answer, scope: Scope) -> Iterator[Want]:
    """ListSubscriptionsByTopic: the filters and dead-letter queues of its subscriptions."""
    told = objects(answer.body, "Subscriptions")
    told.sort(key=lambda s: not _is_own(s, scope))
    arns = (text(found, "SubscriptionArn") or "" for found in told)
    whole = (arn for arn in arns if arn.startswith("arn:") and arn.count(":") == 6)  # not pending
    for arn in islice(whole, SUBSCRIPTIONS):
        yield from asking.subscription(arn)


def _is_own(subscription: dict[str, Json], scope: Scope) -> bool:
    endpoint = text(subscription, "Endpoint") or ""
    own = {asking.function_name(f) for f in scope.functions}
    return ":function:" in endpoint and (not own or asking.function_name(endpoint) in own)


def subscription(answer: Answer, scope: Scope) -> Iterator[Want]:
    """GetSubscriptionAttributes: its topic, its dead-letter queue, and a queue that it feeds."""
    yield from about(text(answer.body, "Attributes.TopicArn"), scope)
    yield from about(text(answer.body, "Attributes.RedrivePolicy.deadLetterTargetArn"), scope)
    if scope.stack is not None and text(answer.body, "Attributes.Protocol") == "sqs":
        yield from about(text(answer.body, "Attributes.Endpoint"), scope)


def stream(answer: Answer, scope: Scope) -> Iterator[Want]:
    """DescribeStreamSummary: its key, and its shards where they have metrics of their own."""
    told = inside(answer.body, "StreamDescriptionSummary")
    key, arn, name = text(told, "KeyId"), text(told, "StreamARN"), text(told, "StreamName")
    yield from asking.key(key) if key else ()
    levels = objects(told, "EnhancedMonitoring")
    if name and arn and any(texts(level, "ShardLevelMetrics") for level in levels):
        yield Want.of("kinesis.DescribeStream", name, StreamARN=arn)


def table(answer: Answer, scope: Scope) -> Iterator[Want]:
    """DescribeTable: what scales its capacity."""
    name = text(answer.body, "Table.TableName") or answer.want.about
    if text(answer.body, "Table.BillingModeSummary.BillingMode") != "PAY_PER_REQUEST":
        yield Want.of(
            "application-autoscaling.DescribeScalableTargets",
            name,
            ServiceNamespace="dynamodb",
            ResourceIds=[f"table/{name}"],
        )


def cluster(answer: Answer, scope: Scope) -> Iterator[Want]:
    """DescribeClusterV2: the network of a Kafka cluster, and the secrets of its clients."""
    for kind in ("Provisioned.BrokerNodeGroupInfo", "BrokerNodeGroupInfo"):
        yield from asking.subnets(texts(answer.body, f"ClusterInfo.{kind}.ClientSubnets"))
        yield from asking.groups(texts(answer.body, f"ClusterInfo.{kind}.SecurityGroups"))
    for vpc in islice(objects(answer.body, "ClusterInfo.Serverless.VpcConfigs"), 5):  # at most 5
        yield from asking.subnets(texts(vpc, "SubnetIds"))
        yield from asking.groups(texts(vpc, "SecurityGroupIds"))


def broker(answer: Answer, scope: Scope) -> Iterator[Want]:
    """DescribeBroker: the network of an ActiveMQ or RabbitMQ broker."""
    yield from asking.subnets(texts(answer.body, "SubnetIds"))
    yield from asking.groups(texts(answer.body, "SecurityGroups"))


FOLLOW: Mapping[str, Callable[[Answer, Scope], Iterable[Want]]] = {
    "lambda.ListEventSourceMappings": mappings,
    "sqs.GetQueueAttributes": queue,
    "sns.GetTopicAttributes": topic,
    "sns.ListSubscriptionsByTopic": subscriptions,
    "sns.GetSubscriptionAttributes": subscription,
    "kinesis.DescribeStreamSummary": stream,
    "dynamodb.DescribeTable": table,
    "kafka.DescribeClusterV2": cluster,
    "mq.DescribeBroker": broker,
}
