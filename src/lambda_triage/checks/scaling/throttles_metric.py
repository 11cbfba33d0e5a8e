"""Throttles that only metrics show: a refused invocation leaves no log line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.checks.refusals import facts
from lambda_triage.checks.reserved import owner
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Command, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

SELDOM = 0.001  # of the requests: a poller or an asynchronous event is tried again by Lambda
BURST = 0.01  # of the requests of one period
SINGLE = 2  # throttles, among at least so many requests
AMONG = 20

THROTTLES = """
WITH periods AS (
    SELECT resource, time_us,
           sum(value) FILTER (metric = 'Throttles')   AS throttles,
           sum(value) FILTER (metric = 'Invocations') AS invocations
    FROM metrics
    WHERE metric IN ('Throttles', 'Invocations') AND coalesce(statistic, 'Sum') = 'Sum'
    GROUP BY resource, time_us
), shares AS (  -- of all requests, and of those of the worst period; NULL where none were counted
    SELECT resource,
           sum(throttles) / nullif(sum(throttles) + sum(invocations), 0)       AS share,
           max(throttles / nullif(throttles + coalesce(invocations, 0), 0))    AS worst
    FROM periods GROUP BY resource
)
SELECT resource, any_value(share) AS share, any_value(worst) AS worst,
       CAST(sum(value) FILTER (metric = 'Throttles') AS BIGINT)        AS throttles,
       max(value) FILTER (metric = 'ConcurrentExecutions')             AS concurrency,
       min(time_us) FILTER (metric = 'Throttles' AND value > 0)        AS first_us,
       min(input) FILTER (metric = 'Throttles')                        AS input
FROM metrics LEFT JOIN shares USING (resource)
WHERE metric = 'Throttles' AND coalesce(statistic, 'Sum') = 'Sum'
   OR metric = 'ConcurrentExecutions'
GROUP BY resource
HAVING throttles > 0
ORDER BY resource
"""


class _Throttled(Struct, frozen=True):
    resource: str
    share: float | None
    worst: float | None
    throttles: int
    concurrency: float | None
    first_us: int | None
    input: int


@check(
    id="scaling/throttles-metric",
    title="Metrics show throttled invocations",
    severity=Severity.HIGH,
    role=Role.SYMPTOM,
    since="0.1",
    reads=("metrics",),
)
def throttles_metric(scene: Scene) -> Iterator[Finding]:
    for row in scene.case.rows(THROTTLES, _Throttled):
        seldom = row.share is not None and row.share < SELDOM and (row.worst or 0) < BURST
        single = row.throttles <= SINGLE and row.throttles / (row.share or 1) >= AMONG
        seldom = seldom or single
        yield Finding(
            resource=owner(scene, row.resource),
            summary=_say(row, seldom=seldom),
            citations=(
                Citation(
                    place=Place(row.input, metric="Throttles"),
                    text=f"Throttles: {row.throttles}",
                    time_us=row.first_us,
                ),
            ),
            symptom="throttle",
            opens=not seldom,
            role=Role.RISK if seldom else Role.SYMPTOM,
            invocations=row.throttles,
            by_status=(("throttle", row.throttles),),
            onset_us=row.first_us,
            impact=f"{row.throttles} refused invocations",
            facts=facts(scene, row.resource, row.share),
            remedies=(
                Command(
                    ("aws", "lambda", "get-account-settings"),
                    "compare the account's ConcurrentExecutions with what is reserved and used",
                ),
            ),
        )


def _say(row: _Throttled, *, seldom: bool) -> str:
    told = f"Lambda refused {row.throttles} invocations"
    if seldom and row.share:
        return f"{told}, {row.share:.2%} of all"
    peak = f" at {row.concurrency:g} concurrent executions" if row.concurrency else ""
    return f"{told}{peak}"
