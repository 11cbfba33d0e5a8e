"""What a case wants besides, after it was judged: asked only where it may decide something.

failures without a trace   the traces that their invocations name
functions that never ran   when they last did, and what came for them until then
refused calls              what AWS itself says of the role, the action and the resource

To judge a case is to read all of its evidence. Most collections want nothing besides, which can be
told from the answers as they come: then the evidence is read once, by the diagnosis.
"""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import TYPE_CHECKING

from msgspec.structs import replace

from lambda_triage.evidence.naming import name
from lambda_triage.iam.actions import iam_actions
from lambda_triage.sources.aws.follow.body import objects, text
from lambda_triage.sources.aws.follow.measures import FUNCTION
from lambda_triage.sources.aws.follow.series import Series, ask
from lambda_triage.sources.aws.follow.simulating import MOST, SENTENCE, refusals, simulation
from lambda_triage.sources.aws.want import Want

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.evidence.case import Case
    from lambda_triage.evidence.documents import Json
    from lambda_triage.sources.aws.answer import Answer
    from lambda_triage.sources.aws.scope import Scope

MOST_TRACES = 25  # of the failures of all functions; a call takes five (X-Ray API reference, 2026)
PER_CALL = 5
LONGER_MS = 14 * 86_400_000  # two weeks show a weekly schedule twice
MOST_IDLE = 20  # functions
MOST_REFUSED = 12  # simulations, of all functions
UNTRACED = """
SELECT DISTINCT trace_id FROM invocations
WHERE trace_id IS NOT NULL AND status NOT IN ('ok', 'unknown')
  AND trace_id NOT IN (SELECT trace_id FROM spans WHERE trace_id IS NOT NULL)
ORDER BY trace_id LIMIT $most
"""
IDLE = """
SELECT resource FROM metrics
WHERE metric = 'Invocations' AND resource LIKE 'arn:%:function:%'
  AND resource NOT IN (SELECT resource FROM invocations)
GROUP BY resource HAVING sum(value) = 0
ORDER BY resource LIMIT $most
"""
REFUSED = """
SELECT text FROM log_events WHERE contains(text, $sentence)
UNION SELECT error_message FROM failed_calls WHERE contains(error_message, $sentence)
ORDER BY text LIMIT 200
"""
RECORDED = """
SELECT DISTINCT role, service, action, target FROM failed_calls
WHERE role IS NOT NULL AND action IS NOT NULL
  AND (error_code LIKE '%AccessDenied%' OR error_code LIKE '%UnauthorizedOperation')
ORDER BY role, service, action, target LIMIT 200
"""
# What Lambda writes before a trace's id: on a REPORT line, in the platform's events in JSON.
TRACE = re.compile(r"XRAY TraceId:|\bRoot=")
REFUSAL = re.compile(r"AccessDenied|UnauthorizedOperation")


class Glance:
    """Whether a case may want anything besides, told by its answers: never False where it does."""

    def __init__(self) -> None:
        self._news = False
        self._refused = False
        self._has_path = False

    def see(self, answer: Answer) -> None:
        """An answer of the case."""
        match answer.want.operation:
            case "lambda.GetFunction":
                role = text(answer.body, "Configuration.Role") or ""
                self._has_path = self._has_path or role.count("/") > 1
            case "logs.FilterLogEvents":
                self._see_log([str(e.get("message")) for e in objects(answer.body, "events")])
            case "cloudwatch.GetMetricData":
                series = objects(answer.body, "MetricDataResults")
                self._news = self._news or any(_is_still(one) for one in series)
            case "cloudtrail.LookupEvents":
                self._news = self._news or REFUSAL.search(json.dumps(answer.body)) is not None
            case "xray.BatchGetTraces":  # their spans may tell of refusals, and others come to turn
                self._news = True

    def news(self) -> bool:
        """Whether something came since the last such question that may lead to a want."""
        found = self._news or (self._refused and self._has_path)
        self._news = self._refused = False
        return found

    def _see_log(self, told: list[str]) -> None:
        """The answer itself leads to what a few refusals want, but for a role with a path."""
        refused = {line for line in told if SENTENCE in line}
        self._refused = self._refused or bool(refused)
        traced = any(TRACE.search(line) for line in told)
        self._news = self._news or traced or len(refused) > MOST


def _is_still(series: dict[str, Json]) -> bool:
    """Whether it says of a function that it did not run."""
    values, label = series.get("Values"), str(series.get("Label"))
    counts = ":function:" in label and " Invocations " in label
    return counts and not (isinstance(values, list) and any(values))


def deeper(case: Case, scope: Scope) -> Iterator[Want]:
    """The wants of a judged case; the same case wants the same."""
    traces = [str(row[0]) for row in case.execute(UNTRACED, most=MOST_TRACES)]
    for at in range(0, len(traces), PER_CALL):
        own = traces[at : at + PER_CALL]
        yield Want.of("xray.BatchGetTraces", own[0], TraceIds=list(own))
    yield from islice(dict.fromkeys(_simulations(case, scope)), MOST_REFUSED)
    earlier = replace(scope, start_ms=scope.end_ms - LONGER_MS, end_ms=scope.start_ms)
    if earlier.start_ms >= earlier.end_ms:
        return
    for row in case.execute(IDLE, most=MOST_IDLE):
        key = str(row[0])
        dimensions = (("FunctionName", name(key)),)
        measures = tuple(m for m in FUNCTION if m.startswith(("Invocations ", "Errors ")))
        yield from ask(f"{name(key)}-earlier", earlier,
                       [Series(key, "AWS/Lambda", dimensions, measures)])  # fmt: skip


def _simulations(case: Case, scope: Scope) -> Iterator[Want]:
    """Of refused calls whose role, action and resource logs or a trail tell."""
    roles = {name(f.role): f.role for f in case.functions if f.role}
    lines = (str(row[0]) for row in case.execute(REFUSED, sentence=SENTENCE))
    yield from refusals(lines, scope, roles)
    for role, service, action, target in case.execute(RECORDED):
        actions = iam_actions(str(service), str(action))
        own = roles.get(name(str(role)), str(role))
        on = str(target) if target else None
        want = simulation(own, actions[0], on, scope) if len(actions) == 1 else None
        if want is not None:
            yield want
