"""What an answer links to: the resource behind an ARN, and what a policy lets in."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from lambda_triage.sources.aws.follow import asking
from lambda_triage.sources.aws.follow.arn import Arn
from lambda_triage.sources.aws.follow.body import objects, opened, texts
from lambda_triage.sources.aws.want import Want

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from lambda_triage.evidence.documents import Json
    from lambda_triage.sources.aws.scope import Scope

# A function's policy has 20 KiB at most (Lambda quotas, 2026), room for some 60 statements; those
# are mostly one for each method of the same API.
STATEMENTS = 100
NAME = re.compile(r"[A-Za-z0-9_.-]{1,255}")  # of a queue, table, rule …, and never a pattern
SOURCES = 25  # resources that one policy lets in; more are one pattern written out many times


def about(reference: str | None, scope: Scope) -> Iterator[Want]:
    """What to ask about the resource of an ARN; nothing where it is elsewhere or of another kind.

    The resource of another account is asked about where AWS takes its ARN: it may let us in.
    """
    arn = Arn.of(reference)
    if arn is not None and (arn.is_own(scope) or (arn.is_here(scope) and arn.service in SHARED)):
        maker = BY_SERVICE.get(arn.service)
        yield from maker(arn, scope) if maker is not None else ()


def all_about(references: Iterable[str | None], scope: Scope, most: int) -> Iterator[Want]:
    """The same of several, each once, at most *most*."""
    for reference in islice(dict.fromkeys(r for r in references if r), most):
        yield from about(reference, scope)


def let_in(policy: Json, scope: Scope) -> Iterator[Want]:
    """What a resource's policy lets send to it, by the statements' conditions."""
    told = islice(objects(opened(policy), "Statement"), STATEMENTS)
    found = dict.fromkeys(text for statement in told for text in _sources(statement))
    arns = [arn for text in found if (arn := Arn.of(text)) and arn.service in SENDERS]
    wants = (want for arn in arns[:SOURCES] for want in about(arn.text, scope))
    yield from dict.fromkeys(wants)


def _sources(statement: dict[str, Json]) -> Iterator[str]:
    conditions = statement.get("Condition")
    for given in conditions.values() if isinstance(conditions, dict) else ():
        for name, value in given.items() if isinstance(given, dict) else ():
            if name.lower() == "aws:sourcearn":
                yield from texts({"of": value}, "of")


def _queue(arn: Arn, scope: Scope) -> Iterator[Want]:
    if NAME.fullmatch(arn.resource):
        yield from asking.queue(arn.resource, arn.account, scope)


def _topic(arn: Arn, scope: Scope) -> Iterator[Want]:
    topic, _, subscription = arn.resource.partition(":")
    if NAME.fullmatch(topic) and subscription:
        yield from asking.subscription(arn.text)
    elif NAME.fullmatch(topic):
        yield from asking.topic(arn.text)


def _stream(arn: Arn, scope: Scope) -> Iterator[Want]:
    kind, name, *_ = *arn.resource.split("/"), ""
    if kind == "stream" and NAME.fullmatch(name):  # also of a consumer: `stream/orders/consumer/…`
        yield from asking.stream(name, _foreign(arn, f"stream/{name}", scope))


def _table(arn: Arn, scope: Scope) -> Iterator[Want]:
    kind, name, *_ = *arn.resource.split("/"), ""
    if kind == "table" and NAME.fullmatch(name):  # also of its stream: `table/orders/stream/…`
        yield from asking.table(name, _foreign(arn, f"table/{name}", scope))


def _foreign(arn: Arn, resource: str, scope: Scope) -> str | None:
    """The ARN of another account's resource; its own ones are asked about by name."""
    return None if arn.is_own(scope) else arn.text.removesuffix(arn.resource) + resource


def _bucket(arn: Arn, scope: Scope) -> Iterator[Want]:
    name = arn.resource.partition("/")[0]  # what follows is a pattern of objects
    if NAME.fullmatch(name):
        yield from asking.bucket(name)


def _machine(arn: Arn, scope: Scope) -> Iterator[Want]:
    if arn.resource.startswith("stateMachine:") and not arn.is_pattern:
        yield from asking.machine(arn.text)


def _secret(arn: Arn, scope: Scope) -> Iterator[Want]:
    if arn.resource.startswith("secret:") and not arn.is_pattern:
        yield from asking.secret(arn.text)


def _parameter(arn: Arn, scope: Scope) -> Iterator[Want]:
    kind, _, name = arn.resource.partition("/")
    if kind == "parameter" and name and not arn.is_pattern:
        for told in (f"/{name}",) if "/" in name else (name, f"/{name}"):
            yield from asking.parameter(told)  # the ARN of `/a` is that of `a`


def _key(arn: Arn, scope: Scope) -> Iterator[Want]:
    if arn.resource.startswith("key/") and not arn.is_pattern:
        yield from asking.key(arn.text)


def _cluster(arn: Arn, scope: Scope) -> Iterator[Want]:
    kind, name, *_ = *arn.resource.split("/"), ""
    if kind == "cluster" and NAME.fullmatch(name):
        yield Want.of("kafka.DescribeClusterV2", name, ClusterArn=arn.text)


def _broker(arn: Arn, scope: Scope) -> Iterator[Want]:
    kind, *names = arn.resource.split(":")
    if kind == "broker" and names and NAME.fullmatch(names[-1]):
        yield Want.of("mq.DescribeBroker", names[0], BrokerId=names[-1])


def _rule(arn: Arn, scope: Scope) -> Iterator[Want]:
    kind, *names = arn.resource.split("/")
    bus = "/".join(names[:-1])  # a partner's bus has slashes in its name
    if kind == "rule" and names and NAME.fullmatch(names[-1]) and not arn.is_pattern:
        yield from asking.rule(names[-1], bus)
        yield from asking.archives(bus, scope)


def _pipe(arn: Arn, scope: Scope) -> Iterator[Want]:
    kind, _, name = arn.resource.partition("/")
    if kind == "pipe" and NAME.fullmatch(name):
        yield from asking.pipe(name)


def _schedule(arn: Arn, scope: Scope) -> Iterator[Want]:
    kind, *names = arn.resource.split("/")
    if kind == "schedule" and len(names) == 2 and all(map(NAME.fullmatch, names)):
        yield from asking.schedule(names[1], names[0])


def _api(arn: Arn, scope: Scope) -> Iterator[Want]:
    id = arn.resource.partition("/")[0]  # what follows is a pattern of stages and paths
    if id.isascii() and id.isalnum():
        yield from asking.api(id)


def _balancer(arn: Arn, scope: Scope) -> Iterator[Want]:
    if arn.resource.startswith("targetgroup/") and not arn.is_pattern:
        yield from asking.target_group(arn.text)


def _database(arn: Arn, scope: Scope) -> Iterator[Want]:
    kind, _, id = arn.resource.partition(":")
    if kind in ("db", "cluster") and NAME.fullmatch(id):  # a proxy's ARN does not tell its name
        yield from asking.database(kind, id)


def _cache(arn: Arn, scope: Scope) -> Iterator[Want]:
    kind, _, id = arn.resource.partition(":")
    if NAME.fullmatch(id):
        yield from asking.cache(kind, id)


def _group(arn: Arn, scope: Scope) -> Iterator[Want]:
    kind, _, name = arn.resource.removesuffix(":*").partition(":")  # the pattern of its streams
    if kind == "log-group" and name and "*" not in name:
        yield Want.of("logs.DescribeSubscriptionFilters", name, logGroupName=name)


def _function(arn: Arn, scope: Scope) -> Iterator[Want]:
    if arn.resource.startswith("function:") and not arn.is_pattern:
        yield from asking.function(arn.text, scope)


BY_SERVICE: Mapping[str, Callable[[Arn, Scope], Iterator[Want]]] = {
    "sqs": _queue,
    "sns": _topic,
    "kinesis": _stream,
    "dynamodb": _table,
    "s3": _bucket,
    "states": _machine,
    "secretsmanager": _secret,
    "ssm": _parameter,
    "kms": _key,
    "kafka": _cluster,
    "mq": _broker,
    "events": _rule,
    "pipes": _pipe,
    "scheduler": _schedule,
    "execute-api": _api,
    "elasticloadbalancing": _balancer,
    "rds": _database,
    "elasticache": _cache,
    "logs": _group,
    "lambda": _function,
    "iam": lambda arn, scope: asking.role(arn.text, scope),
}
# Services whose operations take another account's ARN or URL.
SHARED = {"lambda", "sqs", "sns", "kinesis", "dynamodb", "kafka", "states"}
# What sends events to a resource whose policy lets it in.
SENDERS = {"events", "s3", "sns", "execute-api", "elasticloadbalancing", "logs", "sqs", "pipes",
           "scheduler", "states"}  # fmt: skip
