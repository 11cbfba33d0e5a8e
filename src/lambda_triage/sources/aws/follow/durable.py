"""Executions of a durable function that failed or are stuck: a few, with their histories."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from lambda_triage.sources.aws.follow import asking
from lambda_triage.sources.aws.follow.asked import target
from lambda_triage.sources.aws.follow.body import objects, text
from lambda_triage.sources.aws.want import Want

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from lambda_triage.evidence.documents import Json
    from lambda_triage.sources.aws.answer import Answer
    from lambda_triage.sources.aws.scope import Scope

BEFORE = timedelta(days=7)  # before the window: what failed in it may have begun earlier
LONGEST = timedelta(days=366)  # of a durable execution (Lambda guide, durable functions, 2026)
MOST = 3  # histories of the executions that failed last, and of those that run longest
FAILED = ("FAILED", "TIMED_OUT", "STOPPED")


def of_function(answer: Answer, scope: Scope) -> Iterator[Want]:
    """GetFunction, GetFunctionConfiguration: what failed lately, and whatever still runs."""
    found = target(answer, scope)
    if found is None or not found.configuration.get("DurableConfig"):
        return
    operation = "lambda.ListDurableExecutionsByFunction"
    for statuses, before in ((FAILED, BEFORE), (("RUNNING",), LONGEST)):
        yield Want.of(
            operation,
            found.name,
            FunctionName=found.told,
            Statuses=list(statuses),
            StartedAfter=_time(scope.start_ms, before),
        )


def of_executions(answer: Answer, _: Scope) -> Iterator[Want]:
    """ListDurableExecutionsByFunction."""
    told = objects(answer.body, "DurableExecutions")
    begun = sorted((o for o in told if o.get("DurableExecutionArn")), key=_start)
    failed = [o for o in begun if o.get("Status") in FAILED][::-1]
    running = [o for o in begun if o.get("Status") == "RUNNING"]
    for execution in [*failed[:MOST], *running[:MOST]]:
        arn = text(execution, "DurableExecutionArn")
        if not arn:
            continue
        about = asking.function_name(text(execution, "FunctionArn") or arn)
        yield Want.of("lambda.GetDurableExecution", about, DurableExecutionArn=arn)
        # The errors of an operation are part of the execution's data.
        operation = "lambda.GetDurableExecutionHistory"
        yield Want.of(operation, about, DurableExecutionArn=arn, IncludeExecutionData=True)


def _start(execution: dict[str, Json]) -> str:
    return str(execution.get("StartTimestamp"))


def _time(ms: int, before: timedelta) -> str:
    """RFC 3339; a window at the ends of what a calendar knows begins there."""
    try:
        when = datetime.fromtimestamp(ms / 1000, UTC) - before
    except (OverflowError, ValueError, OSError):
        when = datetime.fromtimestamp(0, UTC)
    return when.isoformat(timespec="seconds").replace("+00:00", "Z")


FOLLOW: Mapping[str, Callable[[Answer, Scope], Iterable[Want]]] = {
    "lambda.GetFunction": of_function,
    "lambda.GetFunctionConfiguration": of_function,
    "lambda.ListDurableExecutionsByFunction": of_executions,
}
