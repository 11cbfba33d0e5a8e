"""Concurrency that grew: how much of it by more arrivals, how much by longer durations."""

from __future__ import annotations

from itertools import pairwise
from math import log
from statistics import median_low
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.series import Series, counts, levels
from lambda_triage.checks.step import step_up
from lambda_triage.statistics.little import little_concurrency

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.checks.step import Step

HIGHER = 2.0  # times the level before; our choice
# The median where no mean is given: as a ratio of two times it tells nearly the same.
MEAN = """
SELECT resource, time_us, arg_min(value, coalesce(statistic, 'Average')) AS value
FROM metrics
WHERE metric = 'Duration' AND time_us IS NOT NULL AND value > 0
  AND coalesce(statistic, 'Average') IN ('Average', 'p50')
GROUP BY resource, time_us
ORDER BY resource, time_us
"""


class _Mean(Struct, frozen=True):
    resource: str
    time_us: int
    value: float


class Growth(Struct, frozen=True):
    """Concurrency of one function before and since *onset_us*.

    by_arrivals  share of its growth (as logarithms, by Little's law) that arrivals explain
    rate         invocations per second, before and since
    seconds      mean (else median) duration, before and since; None where no metric tells it
    unseen       it was not half as high at any time before
    series       the metric that told it
    """

    resource: str
    concurrency: tuple[float, float]
    rate: tuple[float, float]
    seconds: tuple[float, float] | None
    by_arrivals: float
    unseen: bool
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
    rates = _rates(arrivals)
    if used is None:
        held = {t: little_concurrency(r, means[t]) for t, r in rates.items() if t in means}
    else:
        held = dict(used.points)
    at = [t for t in rates if t in held]
    step = step_up([held[t] for t in at], HIGHER)
    rate = _sides(rates, at, step) if step else None
    if step is None or rate is None or step.before <= 0:
        return None
    seconds = _sides(means, at, step)
    grown, more = log(step.after / step.before), log(rate[1] / rate[0])
    longer = log(seconds[1] / seconds[0]) if seconds else grown - more
    share = more / max(abs(more) + abs(longer), 1e-9)
    # The last point before it may be on the way up.
    unseen = 2 * max(held[t] for t in at[: max(1, step.index - 1)]) < step.after
    both, onset = (step.before, step.after), at[step.index]
    return Growth(resource, both, rate, seconds, share, unseen, onset, used or arrivals)


def _rates(arrivals: Series) -> dict[int, float]:
    """Arrivals in a second at each time, by the period between the points."""
    times = [time_us for time_us, _ in arrivals.points]
    if len(times) < 2:
        return {}
    period_s = median_low([later - time_us for time_us, later in pairwise(times)]) / 1e6
    return {time_us: value / period_s for time_us, value in arrivals.points}


def _sides(values: dict[int, float], at: list[int], step: Step) -> tuple[float, float] | None:
    """Medians before and since; None where either is missing or nought."""
    before = [values[t] for t in at[: step.index] if t in values]
    since = [values[t] for t in at[step.index :] if t in values]
    if not before or not since:
        return None
    low, high = median_low(before), median_low(since)
    return (low, high) if low > 0 and high > 0 else None
