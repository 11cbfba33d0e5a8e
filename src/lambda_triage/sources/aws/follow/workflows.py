"""Step Functions: what a state machine calls, and how its executions failed in the window."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING

from lambda_triage.sources.aws.follow import asking
from lambda_triage.sources.aws.follow.body import objects, text
from lambda_triage.sources.aws.follow.linked import all_about
from lambda_triage.sources.aws.want import Want
from lambda_triage.sources.times import micros

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from lambda_triage.evidence.documents import Json
    from lambda_triage.sources.aws.answer import Answer
    from lambda_triage.sources.aws.scope import Scope

ENDED = ("FAILED", "TIMED_OUT")  # ABORTED is a person's StopExecution
LISTED = 100  # executions at once
EXECUTIONS = 5  # of these that are described: the newest; the others mostly failed alike
EVENTS = 1_000  # of one history at once; a Standard execution has 25,000 at most
TASKS = 25  # functions and state machines of one definition
DEEP = 30  # states within states; definitions have 1 MB at most (Step Functions quotas, 2026)
NAMING = ("FunctionName", "StateMachineArn", "QueueUrl", "TopicArn")  # parameters of a task


def machine(answer: Answer, scope: Scope) -> Iterator[Want]:
    """DescribeStateMachine: its role, what it calls, and its executions that failed.

    One that has nothing to do with the functions that were asked for is not followed.
    """
    arn = text(answer.body, "stateMachineArn") or text(answer.want.parameters, "stateMachineArn")
    definition = _definition(answer.body.get("definition"))
    if arn is None or not _concerns(definition, scope):
        return
    yield from asking.role(text(answer.body, "roleArn"), scope)
    if text(answer.body, "type") != "EXPRESS":  # those have no list of executions
        for ended in ENDED:
            yield Want.of(
                "stepfunctions.ListExecutions",
                asking.machine_name(arn),
                stateMachineArn=arn,
                statusFilter=ended,
                maxResults=LISTED,
            )
    yield from all_about(called(definition), scope, TASKS)


def _definition(told: Json) -> Json:
    """The definition; it is longer than what stands in other answers as a string."""
    if not isinstance(told, str):
        return told
    try:
        found: Json = json.loads(told)
    except (ValueError, RecursionError):
        return None
    return found


def _concerns(definition: Json, scope: Scope) -> bool:
    own = {asking.function_name(f) for f in scope.functions}
    if scope.stack is not None or not own:
        return True
    return any(asking.function_name(name) in own for name in called(definition))


def called(definition: Json, deep: int = DEEP) -> Iterator[str]:
    """ARNs and names of what the tasks of a definition call."""
    states = definition.get("States") if isinstance(definition, dict) else None
    for state in states.values() if isinstance(states, dict) and deep else ():
        if not isinstance(state, dict):
            continue
        yield from _task(state)
        branches = state.get("Branches")
        below = [*(branches if isinstance(branches, list) else ()),
                 state.get("Iterator"), state.get("ItemProcessor")]  # fmt: skip
        for inner in below:
            yield from called(inner, deep - 1)


def _task(state: dict[str, Json]) -> Iterator[str]:
    resource = state.get("Resource")
    if isinstance(resource, str) and ":states:::" not in resource:
        yield resource
    for given in ("Parameters", "Arguments"):
        for name in NAMING:
            told = text(state, f"{given}.{name}")
            if told is not None:
                yield told


def executions(answer: Answer, scope: Scope) -> Iterator[Want]:
    """ListExecutions: the newest of those that ended within the window, with their histories."""
    told = [e for e in objects(answer.body, "executions") if _is_within(e, scope)]
    told.sort(key=lambda e: _ended_us(e) or 0, reverse=True)
    arns = (arn for e in told if (arn := text(e, "executionArn")))
    for arn in islice(arns, EXECUTIONS):
        name = asking.machine_name(arn)
        yield Want.of("stepfunctions.DescribeExecution", name, executionArn=arn)
        yield Want.of(
            "stepfunctions.GetExecutionHistory", name, executionArn=arn, maxResults=EVENTS
        )


def _is_within(execution: dict[str, Json], scope: Scope) -> bool:
    ended = _ended_us(execution)
    return ended is None or scope.start_ms * 1_000 <= ended <= scope.end_ms * 1_000


def _ended_us(execution: dict[str, Json]) -> int | None:
    return micros(execution.get("stopDate"))


def execution(answer: Answer, scope: Scope) -> Iterator[Want]:
    """DescribeExecution: the state machine, where the execution alone was asked for."""
    arn = text(answer.body, "stateMachineArn")
    if arn is not None and arn.startswith("arn:"):
        yield from asking.machine(arn)


FOLLOW: Mapping[str, Callable[[Answer, Scope], Iterable[Want]]] = {
    "stepfunctions.DescribeStateMachine": machine,
    "stepfunctions.ListExecutions": executions,
    "stepfunctions.DescribeExecution": execution,
}
