"""How many of an API's requests its own metrics count as errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

# REST APIs count 5XXError, HTTP APIs 5xx; Average is the rate of either
# (API Gateway developer guide, metrics and dimensions, 2026).
COUNTED = """
SELECT resource,
       min(metric) FILTER (metric <> 'Count')                                AS metric,
       sum(value) FILTER (metric <> 'Count' AND coalesce(statistic, 'Sum') = 'Sum') AS failed,
       sum(value) FILTER (metric = 'Count'
            AND coalesce(statistic, 'Sum') IN ('Sum', 'SampleCount'))        AS requests,
       avg(value) FILTER (metric <> 'Count' AND statistic = 'Average')       AS average,
       min(time_us) FILTER (metric <> 'Count' AND value > 0)                 AS first_us,
       min(input) FILTER (metric <> 'Count')                                 AS input
FROM metrics
WHERE metric IN ($rest, $http, 'Count')
GROUP BY resource
HAVING metric IS NOT NULL
ORDER BY resource
"""


class Rate(Struct, frozen=True):
    """Errors of one API by its metrics: counted where the requests are, else a mean rate."""

    resource: str
    metric: str
    failed: float | None
    requests: float | None
    average: float | None
    first_us: int | None
    input: int

    @property
    def share(self) -> float | None:
        """Errors by requests; None where no metric tells it."""
        if self.failed is not None and self.requests:
            return self.failed / self.requests
        return self.average

    @property
    def told(self) -> str:
        """The same, in words."""
        if self.failed is not None and self.requests:
            return f"{self.failed:,.0f} of {self.requests:,.0f} requests"
        return f"{100 * (self.average or 0):.0f} % of the requests on average"


def rates(scene: Scene, rest: str, http: str) -> Iterator[Rate]:
    """One for each API whose metrics have *rest* or *http*."""
    return scene.case.rows(COUNTED, Rate, rest=rest, http=http)
