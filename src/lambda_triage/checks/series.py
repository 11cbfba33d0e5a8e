"""Metrics as series over time: levels, such as an age, and counts, such as messages sent."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation

if TYPE_CHECKING:
    from lambda_triage.checks.scene import Scene

LEVELS = """
SELECT resource, time_us, max(value) AS value, min(input) AS input
FROM metrics
WHERE metric = $metric AND time_us IS NOT NULL
  AND coalesce(statistic, 'Maximum') NOT IN ('Sum', 'SampleCount')
GROUP BY resource, time_us
ORDER BY resource, time_us
"""
COUNTS = """
SELECT resource, time_us, max(value) AS value, min(input) AS input
FROM metrics
WHERE metric = $metric AND time_us IS NOT NULL AND coalesce(statistic, 'Sum') = 'Sum'
GROUP BY resource, time_us
ORDER BY resource, time_us
"""


class _Point(Struct, frozen=True):
    resource: str
    time_us: int
    value: float
    input: int


class Series(Struct, frozen=True):
    """One metric of one resource; points are (µs, value) by time, at least one."""

    resource: str
    metric: str
    points: tuple[tuple[int, float], ...]
    input: int

    @property
    def peak(self) -> float:
        """The largest value."""
        return max(value for _, value in self.points)

    @property
    def last(self) -> float:
        """The value at the end."""
        return self.points[-1][1]

    @property
    def total(self) -> float:
        """All values together."""
        return sum(value for _, value in self.points)

    def first_us(self, least: float) -> int | None:
        """When it first reached *least*."""
        return next((time_us for time_us, value in self.points if value >= least), None)

    def citation(self, text: str, time_us: int | None = None) -> Citation:
        """Proof by this metric."""
        return Citation(place=Place(self.input, metric=self.metric), text=text, time_us=time_us)


def levels(scene: Scene, metric: str) -> list[Series]:
    """A metric whose sum means nothing: the largest value of each point in time."""
    return _series(scene, metric, LEVELS)


def counts(scene: Scene, metric: str) -> list[Series]:
    """A metric that counts: the sum of each period."""
    return _series(scene, metric, COUNTS)


def _series(scene: Scene, metric: str, sql: str) -> list[Series]:
    found: dict[str, list[_Point]] = defaultdict(list)
    for point in scene.case.rows(sql, _Point, metric=metric):
        found[point.resource].append(point)
    return [
        Series(resource, metric, tuple((p.time_us, p.value) for p in points), points[0].input)
        for resource, points in found.items()
    ]
