"""X-Ray: summaries of the function's traces in the window, then the worst of them in full.

Each trace must come once, since its segments become rows: a trace of one function is asked for
with others of that function, one of several functions alone, so that it is the same want whichever
of them leads to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from lambda_triage.sources.aws.follow.asked import target
from lambda_triage.sources.aws.follow.body import objects
from lambda_triage.sources.aws.want import Want
from lambda_triage.sources.times import rfc3339

if TYPE_CHECKING:
    from lambda_triage.evidence.documents import Json
    from lambda_triage.sources.aws.answer import Answer
    from lambda_triage.sources.aws.scope import Scope

SUMMARIES, TRACES = "xray.GetTraceSummaries", "xray.BatchGetTraces"
HOUR_MS = 3_600_000
LONGEST_MS = 6 * HOUR_MS  # the end of the window; X-Ray takes 24 hours in one call; our choice
TOGETHER = 5  # trace ids of one call (X-Ray API reference, BatchGetTraces, 2026)
MOST_BAD, MOST_OTHER = 35, 15  # traces in full, of one function; our choice
BAD = ("HasFault", "HasError", "HasThrottle")
TRACE_ID = re.compile(r"1-[0-9a-f]{8}-[0-9a-f]{24}")
NAME = re.compile(r"[A-Za-z0-9_-]{1,140}")
FUNCTION = ("AWS::Lambda", "AWS::Lambda::Function")


def of_function(answer: Answer, scope: Scope) -> Iterator[Want]:
    """Traces that went wrong, and a sample of the others."""
    found = target(answer, scope)
    start_ms = max(0, scope.start_ms, scope.end_ms - LONGEST_MS)
    if found is None or not NAME.fullmatch(found.name) or scope.end_ms <= start_ms:
        return
    name = f'service("{found.name}")'
    window = {"StartTime": rfc3339(start_ms * 1000), "EndTime": rfc3339(scope.end_ms * 1000)}
    wrong = f"{name} {{ fault OR error OR throttle }}"
    yield Want.of(SUMMARIES, found.name, FilterExpression=wrong, Sampling=False, **window)
    yield Want.of(SUMMARIES, found.name, FilterExpression=name, Sampling=True, **window)


def of_summaries(answer: Answer, scope: Scope) -> Iterator[Want]:
    """The worst traces in full: faults first, then errors, throttles, and the slowest."""
    sampled = answer.want.parameters.get("Sampling") is True
    known = {
        id: one
        for one in objects(answer.body, "TraceSummaries")
        if isinstance(id := one.get("Id"), str) and TRACE_ID.fullmatch(id)
        and _is_bad(one) is not sampled  # what is bad comes with the other summaries
    }  # fmt: skip
    worst = sorted(known, key=lambda name: (*_rank(known[name]), name))
    worst = worst[: MOST_OTHER if sampled else MOST_BAD]
    alone = [id for id in worst if _functions(known[id]) != 1]
    others = [id for id in worst if _functions(known[id]) == 1]
    for id in alone:
        yield Want.of(TRACES, id, TraceIds=[id])
    for at in range(0, len(others), TOGETHER):
        yield Want.of(TRACES, answer.want.about, TraceIds=list(others[at : at + TOGETHER]))


def _is_bad(summary: Mapping[str, Json]) -> bool:
    return any(summary.get(name) is True for name in BAD)


def _rank(summary: Mapping[str, Json]) -> tuple[float, ...]:
    took = summary.get("Duration")
    seconds = float(took) if isinstance(took, int | float) else 0.0
    return (*(0.0 if summary.get(name) is True else 1.0 for name in BAD), -seconds)


def _functions(summary: Mapping[str, Json]) -> int:
    """How many functions the trace went through; 0 where it does not tell."""
    services = objects(dict(summary), "ServiceIds")
    return len({str(s.get("Name")) for s in services if s.get("Type") in FUNCTION})


FOLLOW: Mapping[str, Callable[[Answer, Scope], Iterable[Want]]] = {
    "lambda.GetFunction": of_function,
    "lambda.GetFunctionConfiguration": of_function,
    SUMMARIES: of_summaries,
}
