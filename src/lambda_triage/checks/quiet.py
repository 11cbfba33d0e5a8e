"""Functions that were called regularly, by their own hourly profile, and are no longer."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.series import counts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.checks.series import Series

HOUR_US, DAY_H = 3_600_000_000, 24
HISTORY_H = 8 * DAY_H  # a week and a day, so that each weekday and a weekend were seen
ACTIVE_H = 24  # hours with invocations, below which there is no profile
TIMES = 3.0  # the longest quiet time before; of n+1 gaps alike, the last is longest in 1 of n+1
EXPECTED = 20.0  # invocations; by chance none come instead with probability e^-20

# Rules and schedules, too, have a metric called Invocations: only functions have these beside it.
LAMBDA = """
SELECT DISTINCT resource
FROM metrics
WHERE metric IN ('Duration', 'Errors', 'ConcurrentExecutions', 'Throttles')
ORDER BY resource
"""
END = "SELECT last_us FROM period"


class _Named(Struct, frozen=True):
    resource: str


class _End(Struct, frozen=True):
    last_us: int | None


class Quiet(Struct, frozen=True):
    """A function whose invocations ended.

    onset_us  end of the last hour with an invocation
    hours     quiet since then, to the end of the evidence
    longest   hours of the longest quiet time before
    expected  invocations that its profile by hour of the day makes of the quiet hours
    """

    resource: str
    onset_us: int
    hours: int
    longest: int
    expected: float
    series: Series


def quiet(scene: Scene) -> Iterator[Quiet]:
    """Every function whose history is long and regular enough, and then stops."""
    end_us = next(scene.case.rows(END, _End)).last_us
    ours = {scene.key(row.resource) for row in scene.case.rows(LAMBDA, _Named)}
    ours |= {f.resource for f in scene.case.functions}
    for series in counts(scene, "Invocations"):
        resource = scene.key(series.resource)
        found = _quiet(resource, series, end_us) if end_us and resource in ours else None
        if found is not None:
            yield found


def _quiet(resource: str, series: Series, end_us: int) -> Quiet | None:
    by_hour: dict[int, float] = defaultdict(float)
    for time_us, value in series.points:
        by_hour[time_us // HOUR_US] += value
    active = sorted(hour for hour, value in by_hour.items() if value > 0)
    first = min(by_hour, default=0)
    if len(active) < ACTIVE_H or active[-1] - first < HISTORY_H:
        return None
    last = active[-1]
    hours = end_us // HOUR_US - last  # the evidence's last hour may be a part of one
    longest = max(b - a - 1 for a, b in pairwise(active))
    if hours - 1 < TIMES * max(longest, 1):
        return None
    expected = _expected(by_hour, first, last, hours)
    if expected < EXPECTED:
        return None
    return Quiet(resource, (last + 1) * HOUR_US, hours, longest, expected, series)


def _expected(by_hour: dict[int, float], first: int, last: int, hours: int) -> float:
    """Mean invocations of each quiet hour's hour of the day, added up."""
    days = (last - first + 1) / DAY_H
    profile: dict[int, float] = defaultdict(float)
    for hour, value in by_hour.items():
        if hour <= last:
            profile[hour % DAY_H] += value / days
    return sum(profile[hour % DAY_H] for hour in range(last + 1, last + 1 + hours))
