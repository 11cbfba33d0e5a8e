"""A resource that an answer names by ARN → the CloudWatch metrics of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING

from lambda_triage.sources.aws.follow import measures as m
from lambda_triage.sources.aws.follow.arn import Arn
from lambda_triage.sources.aws.follow.body import opened
from lambda_triage.sources.aws.follow.series import Series, ask

if TYPE_CHECKING:
    from lambda_triage.evidence.documents import Json
    from lambda_triage.sources.aws.answer import Answer
    from lambda_triage.sources.aws.scope import Scope
    from lambda_triage.sources.aws.want import Want

MOST = 20  # resources of one answer whose metrics are asked; our choice
MOST_VALUES = 20_000  # of one body that are looked at for ARNs
Dimensions = tuple[tuple[str, str], ...]


def of_named(answer: Answer, scope: Scope) -> Iterator[Want]:
    """Metrics of every queue, table, topic and so on that the body names by ARN."""
    every = (Arn.of(told) for told in _arns(answer.body))
    known = {a.text: a for a in every if a is not None and not a.is_pattern}
    own = (a for a in known.values() if a.service in KINDS and a.is_own(scope))
    for arn in islice(own, MOST):
        yield from KINDS[arn.service](arn, scope)


def _arns(body: Json) -> Iterator[str]:
    """Texts that begin like an ARN, in the order of the body."""
    waiting: list[Json] = [body]
    for _ in range(MOST_VALUES):
        if not waiting:
            return
        value = waiting.pop()
        if isinstance(value, str):
            if value.startswith("arn:"):
                yield value
            elif value[:1] in ("{", "["):
                inner = opened(value)
                waiting.extend([inner] if isinstance(inner, dict | list) else [])
        elif isinstance(value, dict):
            waiting.extend(reversed(list(value.values())))
        elif isinstance(value, list):
            waiting.extend(reversed(value))


def _queue(arn: Arn, scope: Scope) -> Iterator[Want]:
    told = (*m.QUEUE, *(m.FIFO if arn.resource.endswith(".fifo") else ()))
    named = (("QueueName", arn.resource),)
    yield from ask(arn.resource, scope, [Series(arn.text, "AWS/SQS", named, told)])


def _stream(arn: Arn, scope: Scope) -> Iterator[Want]:
    name = _part(arn, "stream")
    if name:
        key = arn.text.partition("/consumer/")[0]
        named = (("StreamName", name),)
        yield from ask(name, scope, [Series(key, "AWS/Kinesis", named, m.STREAM)])


def _table(arn: Arn, scope: Scope) -> Iterator[Want]:
    name = _part(arn, "table")
    if name is None:
        return
    key, space = arn.text.partition(f"/{name}")[0] + f"/{name}", "AWS/DynamoDB"
    named = (("TableName", name),)
    told = [Series(key, space, named, m.TABLE)]
    told += [Series(key, space, (*named, ("Operation", o)), m.OPERATION) for o in m.OPERATIONS]
    yield from ask(name, scope, told)
    label = arn.resource.partition("/stream/")[2]
    if label:
        read = (*named, ("Operation", "GetRecords"), ("StreamLabel", label))
        yield from ask(name, scope, [Series(arn.text, space, read, m.TABLE_STREAM)])


def _topic(arn: Arn, scope: Scope) -> Iterator[Want]:
    name, _, subscription = arn.resource.partition(":")
    key = arn.text.removesuffix(f":{subscription}") if subscription else arn.text
    yield from ask(name, scope, [Series(key, "AWS/SNS", (("TopicName", name),), m.TOPIC)])


def _rule(arn: Arn, scope: Scope) -> Iterator[Want]:
    kind, *names = arn.resource.split("/")
    if kind != "rule" or not names:
        return
    bus, name = "/".join(names[:-1]), names[-1]
    named: Dimensions = (("RuleName", name),)
    named = (("EventBusName", bus), *named) if bus else named
    yield from ask(name, scope, [Series(arn.text, "AWS/Events", named, m.RULE)])
    yield from ask("account", scope, [Series("?:account", "AWS/Events", (), m.PUT)])
    if bus:
        of_bus = Series(f"?:{bus}", "AWS/Events", (("EventBusName", bus),), m.BUS)
        yield from ask(bus, scope, [of_bus])


def _workflow(arn: Arn, scope: Scope) -> Iterator[Want]:
    kind, _, rest = arn.resource.partition(":")
    name, _, version = rest.partition(":")
    if kind == "stateMachine" and name:
        key = arn.text.removesuffix(f":{version}") if version else arn.text
        named = (("StateMachineArn", key),)
        yield from ask(name, scope, [Series(key, "AWS/States", named, m.WORKFLOW)])


def _pipe(arn: Arn, scope: Scope) -> Iterator[Want]:
    name = _part(arn, "pipe")
    if name:
        named = (("PipeName", name),)
        yield from ask(name, scope, [Series(arn.text, "AWS/EventBridge/Pipes", named, m.PIPE)])


def _bucket(arn: Arn, scope: Scope) -> Iterator[Want]:
    name = arn.resource.partition("/")[0]
    named = (("BucketName", name), ("FilterId", "EntireBucket"))
    key = f"arn:{arn.partition}:s3:::{name}"
    yield from ask(name, scope, [Series(key, "AWS/S3", named, m.BUCKET)])


def _database(arn: Arn, scope: Scope) -> Iterator[Want]:
    kind, _, name = arn.resource.partition(":")
    dimension = {"db": "DBInstanceIdentifier", "cluster": "DBClusterIdentifier"}.get(kind)
    if dimension and name and ":" not in name:
        named = ((dimension, name),)
        yield from ask(name, scope, [Series(arn.text, "AWS/RDS", named, m.DATABASE)])


def _cache(arn: Arn, scope: Scope) -> Iterator[Want]:
    kind, _, name = arn.resource.partition(":")
    if kind == "cluster" and name:
        named = (("CacheClusterId", name),)
        yield from ask(name, scope, [Series(arn.text, "AWS/ElastiCache", named, m.CACHE)])


def _search(arn: Arn, scope: Scope) -> Iterator[Want]:
    name = _part(arn, "domain")
    if name and arn.account:
        named = (("DomainName", name), ("ClientId", arn.account))
        key = arn.text.partition(f"/{name}")[0] + f"/{name}"
        yield from ask(name, scope, [Series(key, "AWS/ES", named, m.SEARCH)])


def _model(arn: Arn, scope: Scope) -> Iterator[Want]:
    kind, _, id = arn.resource.partition("/")
    if kind in ("foundation-model", "inference-profile") and id:
        named = (("ModelId", id),)
        yield from ask(id, scope, [Series(arn.text, "AWS/Bedrock", named, m.MODEL)])


def _part(arn: Arn, kind: str) -> str | None:
    """The name in `kind/name` and in what is below it."""
    parts = arn.resource.split("/")
    return parts[1] if len(parts) > 1 and parts[0] == kind and parts[1] else None


Kind = Callable[[Arn, "Scope"], Iterator["Want"]]
KINDS: Mapping[str, Kind] = {
    "sqs": _queue, "kinesis": _stream, "dynamodb": _table, "sns": _topic, "events": _rule,
    "states": _workflow, "pipes": _pipe, "s3": _bucket, "rds": _database, "elasticache": _cache,
    "es": _search, "bedrock": _model,
}  # fmt: skip
