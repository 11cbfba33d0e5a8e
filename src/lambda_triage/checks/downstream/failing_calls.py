"""Calls that traces show to be throttled, or answered with a server error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import HINT
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, EditCode, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

SHARE = 0.01  # of the calls of that name; our choice
FEWEST = 3  # of them

# `throttle`: the callee limits; `status`: its HTTP answer (X-Ray guide, segment documents, 2026).
FAILING = """
WITH broken AS (  -- traces in which the function failed, too
    SELECT DISTINCT trace_id FROM spans
    WHERE origin = 'AWS::Lambda::Function' AND (fault OR error)
)
SELECT resource, name, count(*) AS calls,
       count(*) FILTER (throttle)                                              AS throttled,
       count(*) FILTER (status >= 500 AND NOT coalesce(throttle, false))       AS failed,
       arg_min(trace_id, (start_us, trace_id)) FILTER (throttle OR status >= 500) AS trace_id,
       min(start_us) FILTER (throttle OR status >= 500)                        AS first_us,
       count(*) FILTER ((throttle OR status >= 500)
                        AND trace_id IN (SELECT trace_id FROM broken))         AS broken,
       min(input)                                                              AS input
FROM spans
WHERE namespace IN ('aws', 'remote') AND name IS NOT NULL
GROUP BY resource, name
HAVING throttled + failed >= $fewest AND throttled + failed >= $share * calls
ORDER BY resource, name
"""


class _Failing(Struct, frozen=True):
    resource: str
    name: str
    calls: int
    throttled: int
    failed: int
    trace_id: str
    first_us: int | None
    broken: int
    input: int


@check(
    id="downstream/failing-calls",
    title="Traces show calls that are throttled or fail",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("spans",),
    cause="downstream_failed",
)
def failing_calls(scene: Scene) -> Iterator[Finding]:
    for row in scene.case.rows(FAILING, _Failing, fewest=FEWEST, share=SHARE):
        counts = ((row.throttled, "throttled"), (row.failed, "answered with 5xx"))
        told = " and ".join(f"{n} {how}" for n, how in counts if n)
        throttled = row.throttled > row.failed
        yield Finding(
            resource=row.resource,
            summary=f"Of {row.calls} calls to {row.name} in the traces, {told}",
            key=row.name,
            citations=(
                Citation(
                    place=Place(row.input),
                    text=f"{row.name}: {told}, first in trace {row.trace_id}",
                    time_us=row.first_us,
                ),
            ),
            cause="downstream_throttling" if throttled else "downstream_failed",
            weight=HINT,
            explains=("error", "timeout", "slow") if row.broken else ("slow",),
            onset_us=row.first_us,
            remedies=(
                EditCode(
                    "Retry with exponential back-off and jitter, within the function's time-out"
                    + (", and call less: batch, cache, slow down" if throttled else "")
                ),
                Manual(
                    f"Look at the limits, the status and the logs of {row.name} for that time",
                    "a trace tells that the call failed, and not why",
                ),
            ),
        )
