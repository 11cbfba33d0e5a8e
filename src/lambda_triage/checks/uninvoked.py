"""Functions that were not invoked for a while, by their metric: when that began, and how sure."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.quiet import quiet
from lambda_triage.checks.series import counts
from lambda_triage.evidence.naming import UNNAMED, same
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.checks.series import Series

HOUR_US = 3_600_000_000
LEAST_POINTS = 3  # periods without an invocation; our choice
LEAST_US = HOUR_US  # in which every poller and every retry has had its turn; our choice

# Asked for and answered with no point at all, which is how CloudWatch tells nought.
ASKED = """
SELECT resource, min(input) AS input
FROM metrics
WHERE metric = 'Invocations'
GROUP BY resource
HAVING count(time_us) = 0
ORDER BY resource
"""
INVOKED = """
SELECT resource, max(coalesce(start_us, end_us)) AS last_us FROM invocations GROUP BY resource
"""
PERIOD = "SELECT first_us, last_us FROM period"


class _Asked(Struct, frozen=True):
    resource: str
    input: int


class _Last(Struct, frozen=True):
    resource: str
    last_us: int | None


class _Period(Struct, frozen=True):
    first_us: int | None
    last_us: int | None


class Uninvoked(Struct, frozen=True):
    """A function without an invocation between two times.

    from_us  the begin of the first period without one
    to_us    the end of the last
    before   invocations that it had until then; none where it had none in the whole window
    points   periods without one; none where CloudWatch answered with no point
    """

    resource: str
    from_us: int
    to_us: int
    before: float
    points: int
    began_us: int
    proof: Citation

    @property
    def hours(self) -> float:
        """How long."""
        return (self.to_us - self.from_us) / HOUR_US

    @property
    def always(self) -> bool:
        """Whether it had none in the whole window."""
        return self.before == 0


def uninvoked(scene: Scene, functions: Iterable[str]) -> Iterator[Uninvoked]:
    """Those of *functions* that nothing invoked up to the end of the evidence.

    One whose own profile tells that it fell silent, or that is throttled, is left to those checks.
    """
    wanted = sorted(set(functions))
    silent = {one.resource for one in quiet(scene)}
    throttled = {scene.key(s.resource) for s in counts(scene, "Throttles") if s.total > 0}
    last = {scene.key(r.resource): r.last_us for r in scene.case.rows(INVOKED, _Last)}
    every = counts(scene, "Invocations")
    for function in wanted:
        if function in silent | throttled:
            continue
        series = [s for s in every if _is_of(s.resource, function, wanted)]
        found = _by_points(function, series[0]) if len(series) == 1 else None
        if not series:
            found = _by_absence(scene, function, wanted)
        if found is None or found.to_us - found.from_us < LEAST_US:
            continue
        ran_us = last.get(function, last.get(UNNAMED) if len(wanted) == 1 else None)
        if ran_us is None or ran_us < found.from_us:
            yield found


def _is_of(told: str, function: str, wanted: list[str]) -> bool:
    if told == UNNAMED:
        return len(wanted) == 1
    return [f for f in wanted if same(told, f)] == [function]


def _by_points(function: str, series: Series) -> Uninvoked | None:
    times = [time_us for time_us, _ in series.points]
    used = [at for at, (_, value) in enumerate(series.points) if value > 0]
    first = used[-1] + 1 if used else 0
    points = len(times) - first
    if points < LEAST_POINTS:
        return None
    step = min(b - a for a, b in pairwise(times))
    text = f"Invocations: 0 in {points} periods"
    proof = series.citation(text, times[first])
    ends = times[-1] + step
    return Uninvoked(function, times[first], ends, series.total, points, times[0], proof)


def _by_absence(scene: Scene, function: str, wanted: list[str]) -> Uninvoked | None:
    """Invocations was asked for and has no point: it had none in the time of the other metrics."""
    asked = [a for a in scene.case.rows(ASKED, _Asked) if _is_of(a.resource, function, wanted)]
    told = next(scene.case.rows(PERIOD, _Period))
    if not asked or told.first_us is None or told.last_us is None:
        return None
    place = Place(asked[0].input, metric="Invocations")
    proof = Citation(place=place, text="Invocations: no data points", time_us=told.first_us)
    return Uninvoked(function, told.first_us, told.last_us, 0.0, 0, told.first_us, proof)


def named(one: str, other: str) -> bool:
    """Whether a metric's resource and a document's may be one; an unnamed one may be any."""
    return one == UNNAMED or same(one, other)
