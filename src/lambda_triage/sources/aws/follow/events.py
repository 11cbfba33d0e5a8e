"""What sends to a function: its policy's sources, rules with their targets, pipes, schedules."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from lambda_triage.sources.aws.follow import asking
from lambda_triage.sources.aws.follow.body import objects, text, texts
from lambda_triage.sources.aws.follow.linked import about, all_about, let_in
from lambda_triage.sources.aws.want import Want

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from lambda_triage.evidence.documents import Json
    from lambda_triage.sources.aws.answer import Answer
    from lambda_triage.sources.aws.scope import Scope

RULES = 25  # that lead to one function
TARGETS = 5  # of one rule (EventBridge quotas, 2026)
SCHEDULES = 25  # of one name or prefix; an application may make thousands of one kind
PIPES = 10  # that lead to one function
ALIASES = 10  # of one function, whose rules are asked for
# Where a pipe's events go that fail: by the kind of its source (botocore, pipes, 2026)
STREAMS = ("KinesisStreamParameters", "DynamoDBStreamParameters")


def reverse(arn: str) -> Iterator[Want]:
    """What invokes a function, or one of its aliases, without its policy saying so."""
    name = asking.function_name(arn)
    yield Want.of("events.ListRuleNamesByTarget", name, TargetArn=arn)
    yield Want.of("pipes.ListPipes", name, TargetPrefix=arn)


def policy(answer: Answer, scope: Scope) -> Iterator[Want]:
    """GetPolicy: whom the function lets in."""
    yield from let_in(answer.body.get("Policy"), scope)


def aliases(answer: Answer, scope: Scope) -> Iterator[Want]:
    """ListAliases: rules that invoke an alias."""
    for alias in islice(objects(answer.body, "Aliases"), ALIASES):
        arn = text(alias, "AliasArn")
        if arn and ":function:" in arn:
            name = asking.function_name(arn)
            yield Want.of("events.ListRuleNamesByTarget", name, TargetArn=arn)


def rule_names(answer: Answer, scope: Scope) -> Iterator[Want]:
    """ListRuleNamesByTarget: each rule, in full."""
    bus = text(answer.want.parameters, "EventBusName")
    for name in texts(answer.body, "RuleNames")[:RULES]:
        yield from asking.rule(name, bus)
        yield from asking.archives(bus, scope)


def rule(answer: Answer, scope: Scope) -> Iterator[Want]:
    """DescribeRule: the role with which it sends."""
    yield from asking.role(text(answer.body, "RoleArn"), scope)


def targets(answer: Answer, scope: Scope) -> Iterator[Want]:
    """ListTargetsByRule: roles and dead-letter queues; of a stack, what else it sets off."""
    for target in islice(objects(answer.body, "Targets"), TARGETS):
        yield from about(text(target, "DeadLetterConfig.Arn"), scope)
        yield from asking.role(text(target, "RoleArn"), scope)
        if scope.stack is not None:
            yield from about(text(target, "Arn"), scope)


def pipes(answer: Answer, scope: Scope) -> Iterator[Want]:
    """ListPipes."""
    for found in islice(objects(answer.body, "Pipes"), PIPES):
        name = text(found, "Name")
        yield from asking.pipe(name) if name else ()


def pipe(answer: Answer, scope: Scope) -> Iterator[Want]:
    """DescribePipe: where its events come from and go to, with which role."""
    ends = [text(answer.body, end) for end in ("Source", "Target", "Enrichment")]
    lost = [text(answer.body, f"SourceParameters.{s}.DeadLetterConfig.Arn") for s in STREAMS]
    yield from all_about((*ends, *lost), scope, len(ends) + len(lost))
    yield from asking.role(text(answer.body, "RoleArn"), scope)


def schedules(answer: Answer, scope: Scope) -> Iterator[Want]:
    """ListSchedules: those that lead to the target."""
    told = [s for s in objects(answer.body, "Schedules") if _is_wanted(s, scope)]
    for found in islice(told, SCHEDULES):
        name = text(found, "Name")
        yield from asking.schedule(name, text(found, "GroupName")) if name else ()


def _is_wanted(schedule: dict[str, Json], scope: Scope) -> bool:
    """Of a stack all; of functions those that invoke one, or something else that may do so."""
    arn = text(schedule, "Target.Arn") or ""
    own = {asking.function_name(f) for f in scope.functions}
    return not own or ":function:" not in arn or asking.function_name(arn) in own


def schedule(answer: Answer, scope: Scope) -> Iterator[Want]:
    """GetSchedule: its target, its role, and where failed invocations go."""
    ends = (text(answer.body, "Target.Arn"), text(answer.body, "Target.DeadLetterConfig.Arn"))
    yield from all_about(ends, scope, len(ends))
    yield from asking.role(text(answer.body, "Target.RoleArn"), scope)


def log_filters(answer: Answer, scope: Scope) -> Iterator[Want]:
    """DescribeSubscriptionFilters: the role that delivers log events to a stream."""
    for found in islice(objects(answer.body, "subscriptionFilters"), TARGETS):
        yield from asking.role(text(found, "roleArn"), scope)


FOLLOW: Mapping[str, Callable[[Answer, Scope], Iterable[Want]]] = {
    "lambda.GetPolicy": policy,
    "lambda.ListAliases": aliases,
    "events.ListRuleNamesByTarget": rule_names,
    "events.DescribeRule": rule,
    "events.ListTargetsByRule": targets,
    "pipes.ListPipes": pipes,
    "pipes.DescribePipe": pipe,
    "scheduler.ListSchedules": schedules,
    "scheduler.GetSchedule": schedule,
    "logs.DescribeSubscriptionFilters": log_filters,
}
