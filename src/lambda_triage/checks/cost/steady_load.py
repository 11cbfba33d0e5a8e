"""Functions with a load so large and even that environments are always busy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

MONTHLY = 50_000_000  # invocations a month; our choice
EVEN = 0.5  # of the mean, that the quietest tenth of the periods still has; our choice
DAY_US = 86_400_000_000
MONTH_D = 30

LOAD = """
WITH points AS (
    SELECT resource, time_us, max(value) AS value, min(input) AS input
    FROM metrics
    WHERE metric = 'Invocations' AND time_us IS NOT NULL AND coalesce(statistic, 'Sum') = 'Sum'
    GROUP BY resource, time_us
), spaced AS (
    SELECT *, time_us - lag(time_us) OVER (PARTITION BY resource ORDER BY time_us) AS gap_us
    FROM points
)
SELECT resource, sum(value) AS total, avg(value) AS mean, quantile_disc(value, 0.1) AS quiet,
       max(time_us) - min(time_us) + min(gap_us) AS span_us,
       (max(time_us) - min(time_us)) // min(gap_us) + 1 - count(*) AS holes, min(input) AS input
FROM spaced
GROUP BY resource
HAVING span_us >= $day
ORDER BY resource
"""


class _Load(Struct, frozen=True):
    resource: str
    total: float
    mean: float
    quiet: float
    span_us: int
    holes: int
    input: int


@check(
    id="cost/steady-load",
    title="The load is large and even",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("functions", "metrics"),
)
def steady_load(scene: Scene) -> Iterator[Finding]:
    for row in scene.case.rows(LOAD, _Load, day=DAY_US):
        function = scene.function(scene.key(row.resource))
        monthly = row.total * MONTH_D * DAY_US / row.span_us
        even = row.quiet >= EVEN * row.mean and row.holes == 0
        if function is None or function.capacity_provider or monthly < MONTHLY or not even:
            continue
        text = (
            f"{monthly / 1e6:,.0f} million invocations in {MONTH_D} days at this rate, and the"
            f" quietest tenth of the periods has {100 * row.quiet / row.mean:.0f} % of the mean"
        )
        yield Finding(
            resource=function.resource,
            summary=f"The load is large and even: {text}",
            citations=(Citation(place=Place(row.input, metric="Invocations"), text=text),),
            remedies=(
                Manual(
                    "Compare the bill with Lambda Managed Instances or containers: both are paid by"
                    " the instance, and an even load keeps instances busy",
                    "prices and commitments of the account are not in the evidence",
                ),
            ),
        )
