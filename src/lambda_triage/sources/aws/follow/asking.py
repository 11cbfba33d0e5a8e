"""What to ask about one resource whose name or ARN is known.

`about` is the name by which the offline reader knows the resource where the answer does not tell
it. The same resource gives equal wants however it was found, so that it is asked about once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.sources.aws.follow.arn import Arn
from lambda_triage.sources.aws.want import Want

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lambda_triage.evidence.documents import Json
    from lambda_triage.sources.aws.scope import Scope

# Domain of a partition's endpoints, where it is not amazonaws.com (botocore, partitions.json, 2026)
DOMAINS = {
    "aws-cn": "amazonaws.com.cn",
    "aws-iso": "c2s.ic.gov",
    "aws-iso-b": "sc2s.sgov.gov",
    "aws-iso-e": "cloud.adc-e.uk",
    "aws-iso-f": "csp.hci.ic.gov",
    "aws-eusc": "amazonaws.eu",
}
DEFAULT_BUS = "default"


def function(reference: str, scope: Scope) -> Iterator[Want]:
    """The configuration of a function that the target works with.

    Following every neighbour of a neighbour would take in the whole account. Those of the target
    itself are known: functions that were asked for, and a stack's, which bear its name.
    """
    name = function_name(reference)
    arn = Arn.of(reference)
    known = name in map(function_name, scope.functions)
    stacked = scope.stack is not None and name.startswith(f"{stack_name(scope.stack)}-")
    if name and not known and not stacked and (arn is None or arn.is_here(scope)):
        told = name if arn is None or arn.is_own(scope) else unqualified(arn.text)
        yield Want.of("lambda.GetFunctionConfiguration", name, FunctionName=told)


def function_name(reference: str) -> str:
    """`orders` of an ARN, a partial ARN, `orders:prod` and `orders`."""
    _, found, rest = reference.partition("function:")
    return (rest if found else reference).partition(":")[0]


def unqualified(arn: str) -> str:
    """The ARN of a function without version or alias."""
    return ":".join(arn.split(":")[:7])


def function_arn(name: str, scope: Scope) -> str:
    """The ARN of a function of the collection's own account and region."""
    return f"arn:{scope.partition}:lambda:{scope.region}:{scope.account}:function:{name}"


def queue(name: str, account: str, scope: Scope) -> Iterator[Want]:
    """A queue by its URL, which its ARN tells: one call less than to ask for it."""
    host = f"sqs.{scope.region}.{DOMAINS.get(scope.partition, 'amazonaws.com')}"
    url = f"https://{host}/{account or scope.account}/{name}"
    yield Want.of("sqs.GetQueueAttributes", name, QueueUrl=url, AttributeNames=["All"])


def topic(arn: str) -> Iterator[Want]:
    """A topic and who gets its messages."""
    name = arn.rpartition(":")[2]
    yield Want.of("sns.GetTopicAttributes", name, TopicArn=arn)
    yield Want.of("sns.ListSubscriptionsByTopic", name, TopicArn=arn)


def subscription(arn: str) -> Iterator[Want]:
    """One subscription, with its filter and dead-letter queue."""
    name = ":".join(arn.split(":")[-2:])
    yield Want.of("sns.GetSubscriptionAttributes", name, SubscriptionArn=arn)


def stream(name: str, arn: str | None = None) -> Iterator[Want]:
    """A Kinesis stream; by ARN where it is another account's."""
    told = None if arn else name
    yield Want.of("kinesis.DescribeStreamSummary", name, StreamName=told, StreamARN=arn)


def table(name: str, arn: str | None = None) -> Iterator[Want]:
    """A table; by ARN where it is another account's."""
    yield Want.of("dynamodb.DescribeTable", name, TableName=arn or name)


def rule(name: str, bus: str | None) -> Iterator[Want]:
    """A rule of an event bus, with its targets; a bus is told unless it is the default one."""
    told = None if bus in (None, "", DEFAULT_BUS) else bus
    yield Want.of("events.DescribeRule", name, Name=name, EventBusName=told)
    yield Want.of("events.ListTargetsByRule", name, Rule=name, EventBusName=told)


def archives(bus: str | None, scope: Scope) -> Iterator[Want]:
    """The archives of a bus, from which lost events can be sent again."""
    name = bus or DEFAULT_BUS
    place = f"{scope.partition}:events:{scope.region}:{scope.account}"
    yield Want.of("events.ListArchives", name, EventSourceArn=f"arn:{place}:event-bus/{name}")


def pipe(name: str) -> Iterator[Want]:
    """An EventBridge pipe."""
    yield Want.of("pipes.DescribePipe", name, Name=name)


def schedule(name: str, group: str | None) -> Iterator[Want]:
    """A schedule of EventBridge Scheduler."""
    told = None if group in (None, "", "default") else group
    yield Want.of("scheduler.GetSchedule", name, Name=name, GroupName=told)


def api(id: str) -> Iterator[Want]:
    """An API, of which its id does not tell whether it is a REST API: one of both is absent."""
    yield Want.of("apigateway.GetRestApi", id, restApiId=id)
    yield Want.of("apigatewayv2.GetApi", id, ApiId=id)


def target_group(arn: str) -> Iterator[Want]:
    """A load balancer's target group and what is registered with it."""
    name = arn.partition("targetgroup/")[2].partition("/")[0] or "targets"
    yield Want.of("elbv2.DescribeTargetGroups", name, TargetGroupArns=[arn])
    yield Want.of("elbv2.DescribeTargetHealth", name, TargetGroupArn=arn)


def machine(arn: str) -> Iterator[Want]:
    """A state machine, without the version or alias that the ARN may name."""
    own = ":".join(arn.split(":")[:7])
    yield Want.of("stepfunctions.DescribeStateMachine", machine_name(arn), stateMachineArn=own)


def machine_name(arn: str) -> str:
    """`orders` of the ARN of a state machine, or of an execution of it."""
    parts = arn.split(":")
    return parts[6] if len(parts) > 6 else parts[-1]


def stack(reference: str) -> Iterator[Want]:
    """All that CloudFormation tells of a stack, by name or id."""
    name = stack_name(reference)
    yield Want.of("cloudformation.DescribeStacks", name, StackName=reference)
    yield Want.of("cloudformation.ListStackResources", name, StackName=reference)
    yield Want.of("cloudformation.DescribeStackEvents", name, StackName=reference)


def stack_name(reference: str) -> str:
    """`orders` of `arn:…:stack/orders/…` and of `orders`."""
    return reference.partition(":stack/")[2].partition("/")[0] or reference


def bucket(name: str) -> Iterator[Want]:
    """What a bucket tells about its objects, and whom it lets in."""
    yield Want.of("s3.GetBucketNotificationConfiguration", name, Bucket=name)
    yield Want.of("s3.GetBucketPolicy", name, Bucket=name)


def database(kind: str, id: str) -> Iterator[Want]:
    """A database: `kind` is that of its ARN.

    RDS answers for Neptune and DocumentDB too (RDS API reference, DescribeDBClusters, 2026).
    """
    match kind:
        case "db":
            yield Want.of("rds.DescribeDBInstances", id, DBInstanceIdentifier=id)
        case "cluster":
            yield Want.of("rds.DescribeDBClusters", id, DBClusterIdentifier=id)
        case "proxy":
            yield Want.of("rds.DescribeDBProxies", id, DBProxyName=id)
            yield Want.of("rds.DescribeDBProxyTargets", id, DBProxyName=id)


def cache(kind: str, id: str) -> Iterator[Want]:
    """A node of ElastiCache, a group of them, or a serverless cache."""
    if kind == "cluster":
        yield Want.of("elasticache.DescribeCacheClusters", id, CacheClusterId=id)
    elif kind == "replicationgroup":
        yield Want.of("elasticache.DescribeReplicationGroups", id, ReplicationGroupId=id)
    elif kind == "serverlesscache":
        yield Want.of("elasticache.DescribeServerlessCaches", id, ServerlessCacheName=id)


def secret(reference: str) -> Iterator[Want]:
    """Whether a secret exists and who may read it; never its value."""
    name = reference.rpartition(":secret:")[2]
    yield Want.of("secretsmanager.DescribeSecret", name, SecretId=reference)
    yield Want.of("secretsmanager.GetResourcePolicy", name, SecretId=reference)


def parameter(name: str) -> Iterator[Want]:
    """Whether a parameter exists; never its value."""
    named: Json = [{"Key": "Name", "Option": "Equals", "Values": [name]}]
    yield Want.of("ssm.DescribeParameters", name, ParameterFilters=named)


def key(reference: str) -> Iterator[Want]:
    """Whom a key lets use it. AWS's own keys, which are named by alias, let everybody."""
    if not reference.startswith("alias/") and ":alias/" not in reference:
        id = reference.rpartition("/")[2]
        yield Want.of("kms.GetKeyPolicy", id, KeyId=reference, PolicyName="default")


def role(arn: str | None, scope: Scope) -> Iterator[Want]:
    """The role that a service takes on; one of another account is not for this one to read."""
    found = Arn.of(arn)
    if found and found.service == "iam" and found.account == scope.account:
        kind, _, name = found.resource.partition("/")
        name = name.rpartition("/")[2]  # after the role's path
        if kind == "role" and name and not found.is_pattern:
            yield Want.of("iam.GetRole", name, RoleName=name)


def groups(ids: Iterable[str]) -> Iterator[Want]:
    """Security groups, each by itself, so that groups in common are asked about once."""
    for id in ids:
        if id.startswith("sg-"):
            yield Want.of("ec2.DescribeSecurityGroups", id, GroupIds=[id])


def subnets(ids: Iterable[str]) -> Iterator[Want]:
    """Subnets in one call."""
    told = sorted(id for id in ids if id.startswith("subnet-"))
    if told:
        yield Want.of("ec2.DescribeSubnets", told[0], SubnetIds=[*told])
