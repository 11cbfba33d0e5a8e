"""Concurrency that grew: how much of it by more arrivals, how much by longer durations."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import log
from statistics import median_low
from typing import TYPE_CHECKING

from lambda_triage.checks.series import Series, counts, levels
from lambda_triage.checks.shift import Step, step_up
from lambda_triage.statistics.little import little_concurrency

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

HIGHER = 2.0  # times the level before; checks row CHG-009
MEAN = """
SELECT resource, time_us, min(value) AS value
FROM metrics
WHERE metric = 'Duration' AND time_us IS NOT NULL AND value > 0
  AND coalesce(statistic, 'Average') = 'Average'
GROUP BY resource, time_us
ORDER BY resource, time_us
"""


@dataclass(frozen=True, slots=True)
class _Mean:
    resource: str
    time_us: int
    value: float


@dataclass(frozen=True, slots=True)
class Growth:
    """Concurrency of one function before and since *onset_us*.

    by_arrivals  share of its growth (as logarithms, by Little's law) that arrivals explain
    rate         invocations per second, before and since
    seconds      mean duration, before and since
    series       the metric that told it
    """

    resource: str
    concurrency: tuple[float, float]
    rate: tuple[float, float]
    seconds: tuple[float, float]
    by_arrivals: float
    onset_us: int
    series: Series

    @property
    def times(self) -> float:
        """How many times as high concurrency is."""
        return self.concurrency[1] / self.concurrency[0]


def growths(scene: Scene) -> Iterator[Growth]:
    """Functions whose concurrency at least doubled and stays there.

    By ConcurrentExecutions where it is given, else by what Little's law makes of Invocations and
    the mean Duration: L = λ·W, so that log L₂/L₁ = log λ₂/λ₁ + log W₂/W₁.
    """
    used = {scene.key(s.resource): s for s in levels(scene, "ConcurrentExecutions")}
    means: dict[str, dict[int, float]] = {}
    for mean in scene.case.rows(MEAN, _Mean):
        means.setdefault(scene.key(mean.resource), {})[mean.time_us] = mean.value / 1000
    for arrivals in counts(scene, "Invocations"):
        resource = scene.key(arrivals.resource)
        found = _growth(resource, arrivals, means.get(resource, {}), used.get(resource))
        if found is not None:
            yield found


def _growth(
    resource: str, arrivals: Series, means: dict[int, float], used: Series | None
) -> Growth | None:
    times = [t for t, _ in arrivals.points]
    if len(times) < 2:
        return None
    period = max(1e-6, median_low([b - a for a, b in pairwise(times)]) / 1e6)
    rates = {t: v / period for t, v in arrivals.points}
    if used is None:
        held = {t: little_concurrency(r, means[t]) for t, r in rates.items() if t in means}
    else:
        held = dict(used.points)
    at = [t for t in times if t in held]
    step = step_up([held[t] for t in at], HIGHER)
    if step is None or step.before <= 0:
        return None
    rate, told = _sides(rates, at, step), _sides(means, at, step)
    if rate is None:
        return None
    if told is None:  # by the same law, where no mean duration is given
        told = (step.before / rate[0], step.after / rate[1])
    more, longer = log(rate[1] / rate[0]), log(told[1] / told[0])
    whole = max(abs(more) + abs(longer), 1e-9)
    levels_ = (step.before, step.after)
    onset = at[step.index]
    return Growth(resource, levels_, rate, told, more / whole, onset, used or arrivals)


def _sides(values: dict[int, float], at: list[int], step: Step) -> tuple[float, float] | None:
    """Medians before and since; None where either is missing or nought."""
    before = [values[t] for t in at[: step.index] if t in values]
    since = [values[t] for t in at[step.index :] if t in values]
    if not before or not since:
        return None
    low, high = median_low(before), median_low(since)
    return (low, high) if low > 0 and high > 0 else None
