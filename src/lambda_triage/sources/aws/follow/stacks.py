"""CloudFormation: a stack's resources, each asked about by what it is, and stacks within it."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.sources.aws.follow import asking
from lambda_triage.sources.aws.follow.body import inside, objects, text
from lambda_triage.sources.aws.follow.events import reverse
from lambda_triage.sources.aws.want import Want

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from lambda_triage.evidence.documents import Json
    from lambda_triage.sources.aws.answer import Answer
    from lambda_triage.sources.aws.scope import Scope

RESOURCES = 500  # of one stack (CloudFormation quotas, 2026)
FAILED = 5  # stacks within a stack whose events are asked for beside the listed ones
ALARMS = 100  # names in one call of DescribeAlarms (CloudWatch API, 2026)
OWNER = "aws:cloudformation:stack-name"  # tag that CloudFormation puts on what it makes
STACK = "AWS::CloudFormation::Stack"
ALARM = "AWS::CloudWatch::Alarm"
GONE = ("DELETE_COMPLETE", "DELETE_SKIPPED")


class _Resource(Struct, frozen=True):
    type: str
    id: str  # the physical one


def resources(answer: Answer, scope: Scope) -> Iterator[Want]:
    """ListStackResources: functions first, then what invokes them, then what they use.

    Of the stack that a function was made by only what could invoke it unseen is asked about:
    state machines, pipes and schedules, which call with a role and stand in no policy.
    """
    told = islice(map(_resource, objects(answer.body, "StackResourceSummaries")), RESOURCES)
    found = [r for r in told if r is not None]
    unseen = scope.stack is None
    for type, ask in ASK.items():
        for resource in found:
            if resource.type == type and (type in UNSEEN or not unseen):
                yield from ask(resource.id, scope)
    if not unseen:
        yield from _alarms([r.id for r in found if r.type == ALARM])


def _resource(told: dict[str, Json]) -> _Resource | None:
    type, id = text(told, "ResourceType"), text(told, "PhysicalResourceId")
    gone = text(told, "ResourceStatus") in GONE
    return _Resource(type, id) if type and id and not gone else None


def _alarms(names: list[str]) -> Iterator[Want]:
    for start in range(0, len(names), ALARMS):
        some = sorted(names)[start : start + ALARMS]
        yield Want.of("cloudwatch.DescribeAlarms", some[0], AlarmNames=[*some])


def events(answer: Answer, scope: Scope) -> Iterator[Want]:
    """DescribeStackEvents: the events of a stack within it that failed, which may be gone."""
    own = text(answer.want.parameters, "StackName")
    failed = dict.fromkeys(
        id
        for event in objects(answer.body, "StackEvents")
        if text(event, "ResourceType") == STACK
        and (text(event, "ResourceStatus") or "").endswith("_FAILED")
        and (id := text(event, "PhysicalResourceId"))
        and id not in (own, text(event, "StackId"))
    )
    for id in islice(failed, FAILED):
        name = asking.stack_name(id)
        yield Want.of("cloudformation.DescribeStackEvents", name, StackName=id)


def owner(answer: Answer, scope: Scope) -> Iterator[Want]:
    """GetFunction: the stack that made the function, its last deployment, and its resources."""
    name = inside(answer.body, "Tags").get(OWNER)
    if isinstance(name, str) and name and scope.stack is None:
        yield Want.of("cloudformation.DescribeStacks", name, StackName=name)
        yield Want.of("cloudformation.DescribeStackEvents", name, StackName=name)
        yield Want.of("cloudformation.ListStackResources", name, StackName=name)


def _function(id: str, scope: Scope) -> Iterator[Want]:
    yield Want.of("lambda.GetFunction", id, FunctionName=id)
    yield from reverse(asking.function_arn(id, scope))


def _queue(url: str, scope: Scope) -> Iterator[Want]:
    *_, account, name = ("", "", *url.split("/"))
    if account.isdigit() and name:
        yield from asking.queue(name, account, scope)


def _rule(id: str, scope: Scope) -> Iterator[Want]:
    bus, _, name = id.rpartition("|")  # `bus|rule` on a bus of one's own
    if name:
        yield from asking.rule(name, bus or None)
        yield from asking.archives(bus or None, scope)


def _schedule(name: str, scope: Scope) -> Iterator[Want]:
    # The id does not tell the schedule's group, which the list does.
    yield Want.of("scheduler.ListSchedules", name, NamePrefix=name[:64])


def _role(name: str, scope: Scope) -> Iterator[Want]:
    yield Want.of("iam.GetRole", name, RoleName=name)


def _nested(id: str, scope: Scope) -> Iterator[Want]:
    yield from asking.stack(id)


def _broker(id: str, scope: Scope) -> Iterator[Want]:
    yield Want.of("mq.DescribeBroker", id, BrokerId=id)


def _kafka(arn: str, scope: Scope) -> Iterator[Want]:
    name = arn.partition("cluster/")[2].partition("/")[0] or arn
    yield Want.of("kafka.DescribeClusterV2", name, ClusterArn=arn)


def _rest(id: str, scope: Scope) -> Iterator[Want]:
    yield Want.of("apigateway.GetRestApi", id, restApiId=id)


def _http(id: str, scope: Scope) -> Iterator[Want]:
    yield Want.of("apigatewayv2.GetApi", id, ApiId=id)


def _plain(ask: Callable[[str], Iterable[Want]]) -> Callable[[str, Scope], Iterable[Want]]:
    return lambda told, _: ask(told)


def _database(kind: str) -> Callable[[str, Scope], Iterable[Want]]:
    return lambda told, _: asking.database(kind, told)


def _cache(kind: str) -> Callable[[str, Scope], Iterable[Want]]:
    return lambda told, _: asking.cache(kind, told)


# By urgency, since the calls of a collection may be used up before all are made.
ASK: Mapping[str, Callable[[str, Scope], Iterable[Want]]] = {
    "AWS::Lambda::Function": _function,
    STACK: _nested,
    "AWS::SQS::Queue": _queue,
    "AWS::Kinesis::Stream": _plain(asking.stream),
    "AWS::DynamoDB::Table": _plain(asking.table),
    "AWS::DynamoDB::GlobalTable": _plain(asking.table),
    "AWS::SNS::Topic": _plain(asking.topic),
    "AWS::SNS::Subscription": _plain(asking.subscription),
    "AWS::Events::Rule": _rule,
    "AWS::StepFunctions::StateMachine": _plain(asking.machine),
    "AWS::Pipes::Pipe": _plain(asking.pipe),
    "AWS::Scheduler::Schedule": _schedule,
    "AWS::ApiGateway::RestApi": _rest,
    "AWS::ApiGatewayV2::Api": _http,
    "AWS::ElasticLoadBalancingV2::TargetGroup": _plain(asking.target_group),
    "AWS::S3::Bucket": _plain(asking.bucket),
    "AWS::MSK::Cluster": _kafka,
    "AWS::MSK::ServerlessCluster": _kafka,
    "AWS::AmazonMQ::Broker": _broker,
    "AWS::IAM::Role": _role,
    "AWS::RDS::DBInstance": _database("db"),
    "AWS::RDS::DBCluster": _database("cluster"),
    "AWS::RDS::DBProxy": _database("proxy"),
    "AWS::DocDB::DBCluster": _database("cluster"),
    "AWS::DocDB::DBInstance": _database("db"),
    "AWS::Neptune::DBCluster": _database("cluster"),
    "AWS::ElastiCache::CacheCluster": _cache("cluster"),
    "AWS::ElastiCache::ReplicationGroup": _cache("replicationgroup"),
    "AWS::ElastiCache::ServerlessCache": _cache("serverlesscache"),
    "AWS::SecretsManager::Secret": _plain(asking.secret),
    "AWS::SSM::Parameter": _plain(asking.parameter),
}
UNSEEN = {"AWS::StepFunctions::StateMachine", "AWS::Pipes::Pipe", "AWS::Scheduler::Schedule"}

FOLLOW: Mapping[str, Callable[[Answer, Scope], Iterable[Want]]] = {
    "cloudformation.ListStackResources": resources,
    "cloudformation.DescribeStackEvents": events,
    "lambda.GetFunction": owner,
}
