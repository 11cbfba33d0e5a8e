"""What a case wants besides, after it was judged: asked only where it may decide something.

failures without a trace   the traces that their invocations name
functions that never ran   when they last did, and what came for them until then
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from lambda_triage.evidence.naming import name
from lambda_triage.sources.aws.follow.measures import FUNCTION
from lambda_triage.sources.aws.follow.series import Series, ask
from lambda_triage.sources.aws.want import Want

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.evidence.case import Case
    from lambda_triage.sources.aws.scope import Scope

MOST_TRACES = 25  # of the failures of all functions; a call takes five (X-Ray API reference, 2026)
PER_CALL = 5
LONGER_MS = 14 * 86_400_000  # two weeks show a weekly schedule twice
MOST_IDLE = 20  # functions
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


def deeper(case: Case, scope: Scope) -> Iterator[Want]:
    """The wants of a judged case; the same case wants the same."""
    traces = [str(row[0]) for row in case.execute(UNTRACED, most=MOST_TRACES)]
    for at in range(0, len(traces), PER_CALL):
        own = traces[at : at + PER_CALL]
        yield Want.of("xray.BatchGetTraces", own[0], TraceIds=list(own))
    earlier = replace(scope, start_ms=scope.end_ms - LONGER_MS, end_ms=scope.start_ms)
    if earlier.start_ms >= earlier.end_ms:
        return
    for row in case.execute(IDLE, most=MOST_IDLE):
        key = str(row[0])
        dimensions = (("FunctionName", name(key)),)
        measures = tuple(m for m in FUNCTION if m.startswith(("Invocations ", "Errors ")))
        yield from ask(f"{name(key)}-earlier", earlier,
                       [Series(key, "AWS/Lambda", dimensions, measures)])  # fmt: skip
