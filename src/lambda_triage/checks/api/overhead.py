"""Time that requests spend in an API, and not in its integration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

LONG_MS = 100  # our choice: a person notices it
FEWEST = 3  # periods

# Latency covers the whole request, IntegrationLatency the part in the integration
# (API Gateway developer guide, metrics and dimensions, 2026).
SPENT = """
WITH apart AS (
    SELECT resource, coalesce(statistic, 'Average') AS statistic, time_us,
           max(value) FILTER (metric = 'Latency')            AS whole,
           max(value) FILTER (metric = 'IntegrationLatency') AS inner_ms,
           min(input)                                        AS input
    FROM metrics
    WHERE metric IN ('Latency', 'IntegrationLatency')
      AND coalesce(statistic, 'Average') IN ('Average', 'p90', 'p95', 'p99')
    GROUP BY resource, statistic, time_us
)
SELECT resource, statistic, count(*) AS periods,
       median(whole - inner_ms) AS over_ms, median(whole) AS whole_ms, min(input) AS input
FROM apart
WHERE whole IS NOT NULL AND inner_ms IS NOT NULL
GROUP BY resource, statistic
HAVING periods >= $fewest AND over_ms > $long
QUALIFY row_number() OVER (
    PARTITION BY resource ORDER BY statistic = 'p90' DESC, statistic) = 1
ORDER BY resource
"""


class _Spent(Struct, frozen=True):
    resource: str
    statistic: str
    periods: int
    over_ms: float
    whole_ms: float
    input: int


@check(
    id="api/overhead",
    title="Much of a request's time passes in the API",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("metrics",),
)
def overhead(scene: Scene) -> Iterator[Finding]:
    for row in scene.case.rows(SPENT, _Spent, fewest=FEWEST, long=LONG_MS):
        text = (
            f"{row.over_ms:.0f} of {row.whole_ms:.0f} ms of a request ({row.statistic}) pass"
            " before and after the integration"
        )
        yield Finding(
            resource=row.resource,
            summary=text,
            citations=(Citation(place=Place(row.input, metric="Latency"), text=text),),
            remedies=(
                Manual(
                    "Look at the authorizer first: its own latency is in the access log"
                    " ($context.authorizer.latency), and its answer can be cached; then at mapping"
                    " templates and the web ACL ($context.waf.latency)",
                    "the metrics do not tell the parts",
                ),
            ),
        )
