"""Log events of the window: of a target's function, of the stages of an API, of a workflow.

The window is asked for in few slices. One that has more than a page is not kept: it is asked for
in narrower slices, all of each. Such a slice that is larger than its share of the budget ends
early; its rest is asked for again with a pattern that only what the platform says and what looks
like an error passes, and after that the other lines of a few invocations that failed. No event is
kept twice: a second REPORT would be a second attempt.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from lambda_triage.sources.aws.follow.asked import target
from lambda_triage.sources.aws.follow.body import objects, text, texts
from lambda_triage.sources.aws.want import Want
from lambda_triage.sources.documents.build import walk

if TYPE_CHECKING:
    from lambda_triage.evidence.documents import Json
    from lambda_triage.sources.aws.answer import Answer
    from lambda_triage.sources.aws.scope import Scope

EVENTS, PATTERN = "logs.FilterLogEvents", "filterPattern"
MINUTE_MS = 60_000
LENGTHS_MS = tuple(MINUTE_MS * m for m in (1, 5, 15, 60, 360, 1_440, 10_080))
SLICES, FEW = 12, 4  # of the window at most: where there is much, and at first
SPLIT = "asked for in narrower slices"  # why a slice ended early of which nothing is missing
PAGE = 10_000  # events, the most that a page has (CloudWatch Logs API, 2026)
LEAST_SHARE = 1 << 20  # bytes; a page has no more
NAME = re.compile(r"[.\-_/#A-Za-z0-9]{1,512}")
INSIGHTS, INSIGHTS_GROUP = ":layer:LambdaInsightsExtension", "/aws/lambda-insights"
# Terms of which an event has one at least; case counts. END says nothing that REPORT does not.
TOLD = (
    '"START RequestId:"', '"REPORT RequestId:"', "INIT_START", "INIT_REPORT", "RESTORE_REPORT",
    '"Task timed out"', '"platform."', "ERROR", "Error", "error", "Exception", "Traceback",
    "FATAL", "Fatal", "panic", "denied", '"exited with"', "signal:",
)  # fmt: skip
FAILED = re.compile(
    r"Task timed out|Status: (?:error|timeout)|\[ERROR\]|\tERROR\t|\"level\": ?\"(?:ERROR|FATAL)\""
    r"|\"status\": ?\"(?:error|failure|timeout)\""
)
ID = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")
MOST_IDS = 3  # failed invocations of a slice whose other lines are asked for
# Of an API's execution log, which has some thirty lines a request where its level is INFO.
BROKEN = '?"Execution failed" ?"timed out" ?"with status: 5" ?"permissions" ?"Lambda"'


def of_function(answer: Answer, scope: Scope) -> Iterator[Want]:
    """The function's log group and all events of the window, and those of Lambda Insights.

    A group of several functions is asked for once, under its own name; its streams tell whose
    they are.
    """
    found = target(answer, scope)
    if found is None:
        return
    own = f"/aws/lambda/{found.name}"
    group = text(found.configuration, "LoggingConfig.LogGroup") or own
    if not NAME.fullmatch(group):
        return
    yield Want.of("logs.DescribeLogGroups", found.name, logGroupNamePrefix=group)
    about = found.name if group == own else _shared(group)
    yield from _events(about, group, scope)
    if any(INSIGHTS in arn for arn in texts(found.configuration, "Layers[].Arn")):
        pattern = f'{{ $.function_name = "{found.name}" }}'
        yield from _events(INSIGHTS_GROUP, INSIGHTS_GROUP, scope, pattern)


def of_cut(answer: Answer, scope: Scope) -> Iterator[Want]:
    """What to ask for of a slice that was larger than its share."""
    asked = answer.want.parameters
    group, pattern = asked.get("logGroupName"), asked.get(PATTERN)
    began, end = asked.get("startTime"), asked.get("endTime")
    events = objects(answer.body, "events")
    if not isinstance(group, str) or not isinstance(began, int) or not isinstance(end, int):
        return
    if answer.cut == SPLIT:
        for first, last in slices(scope, SLICES):
            if began <= last and first <= end:
                yield _slice(answer.want.about, group, max(first, began), min(last, end), None)
    elif pattern is None and answer.cut:
        times = [t for e in events if isinstance(t := e.get("timestamp"), int)]
        start = max(times, default=end) + 1
        if 0 <= start <= end:
            any_of = " ".join(f"?{term}" for term in TOLD)
            yield _slice(answer.want.about, group, start, end, any_of)
    elif isinstance(pattern, str) and pattern.startswith(f"?{TOLD[0]} "):
        none_of = " ".join(f"-{term}" for term in TOLD)
        for id in _failed(events):
            yield _slice(answer.want.about, group, began, end, f'"{id}" {none_of}')


def of_stages(answer: Answer, scope: Scope) -> Iterator[Want]:
    """Access logs of an API's stages, and what REST APIs log of failed executions."""
    body = answer.body
    id = answer.want.parameters.get("restApiId")
    for stage in [*objects(body, "item"), *objects(body, "Items")][:FEW]:
        told = text(stage, "accessLogSettings.destinationArn") or text(
            stage, "AccessLogSettings.DestinationArn"
        )
        yield from _group(told, scope)
        name = text(stage, "stageName")
        if isinstance(id, str) and name and _logs(stage):
            group = f"API-Gateway-Execution-Logs_{id}/{name}"
            if NAME.fullmatch(group):
                yield from _events(group, group, scope, BROKEN)


def of_workflow(answer: Answer, scope: Scope) -> Iterator[Want]:
    """The log group of a state machine."""
    for one in objects(answer.body, "loggingConfiguration.destinations")[:FEW]:
        yield from _group(text(one, "cloudWatchLogsLogGroup.logGroupArn"), scope)


def share(want: Want, scope: Scope) -> int | None:
    """Bytes of the budget that one slice may have; None for anything but log events."""
    if want.operation != EVENTS:
        return None
    number = len(slices(scope, SLICES))
    return max(LEAST_SHARE, scope.log_bytes // max(1, number))


def splits(want: Want, scope: Scope) -> bool:
    """Whether a slice is asked for in narrower ones where it has more than a page."""
    if want.operation != EVENTS:
        return False
    asked = want.parameters
    began, end = asked.get("startTime"), asked.get("endTime")
    if asked.get(PATTERN) is not None or not isinstance(began, int) or not isinstance(end, int):
        return False
    return any(began < last < end for _, last in slices(scope, SLICES))


def slices(scope: Scope, most: int) -> list[tuple[int, int]]:
    """First and last ms of each slice; bounds within are round, whatever the window begins with."""
    start, end = max(0, scope.start_ms), scope.end_ms
    if end <= start:
        return []
    length = next((x for x in LENGTHS_MS if (end - start) <= x * most), None)
    length = length or -(-(end - start) // (most * LENGTHS_MS[-1])) * LENGTHS_MS[-1]
    bounds = range((start // length + 1) * length, end, length)
    return [
        (first, last - 1 if last < end else end)
        for first, last in zip((start, *bounds), (*bounds, end), strict=True)
    ]


def _events(about: str, group: str, scope: Scope, pattern: str | None = None) -> Iterator[Want]:
    for first, last in slices(scope, FEW):
        yield _slice(about, group, first, last, pattern)


def _slice(about: str, group: str, first: int, last: int, pattern: str | None) -> Want:
    return Want.of(
        EVENTS,
        about,
        logGroupName=group,
        startTime=first,
        endTime=last,
        filterPattern=pattern,
        limit=PAGE,
    )


def _group(arn: str | None, scope: Scope) -> Iterator[Want]:
    """A log group that something else writes to; a delivery stream is none."""
    before, found, rest = (arn or "").partition(":log-group:")
    here = before.split(":")[3:5] == [scope.region, scope.account]
    group = rest.removesuffix(":*")
    if found and here and NAME.fullmatch(group):
        yield from _events(_shared(group), group, scope)


def _shared(group: str) -> str:
    """With a slash it is no function's name, and its events are not taken for those of one."""
    return group if "/" in group else f"log-group/{group}"


def _logs(stage: Mapping[str, Json]) -> bool:
    settings = walk(dict(stage), "methodSettings")
    levels = settings.values() if isinstance(settings, dict) else ()
    return any(text(level, "loggingLevel") in ("ERROR", "INFO") for level in levels)


def _failed(events: list[dict[str, Json]]) -> list[str]:
    """Ids of the first invocations that went wrong."""
    found: dict[str, None] = {}
    for event in events:
        message = event.get("message")
        if isinstance(message, str) and FAILED.search(message) and (id := ID.search(message)):
            found.setdefault(id[0])
        if len(found) == MOST_IDS:
            break
    return list(found)


FOLLOW: Mapping[str, Callable[[Answer, Scope], Iterable[Want]]] = {
    "lambda.GetFunction": of_function,
    "lambda.GetFunctionConfiguration": of_function,
    EVENTS: of_cut,
    "apigateway.GetStages": of_stages,
    "apigatewayv2.GetStages": of_stages,
    "stepfunctions.DescribeStateMachine": of_workflow,
}
