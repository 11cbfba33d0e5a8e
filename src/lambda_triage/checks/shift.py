"""Levels that changed and stayed changed: of a metric, and of a function's own durations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Finding, Role
from lambda_triage.statistics.change_point import change_in_level
from lambda_triage.statistics.quantile import quantile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lambda_triage.checks.scene import Scene

SURE = 0.01  # p of the change point; checks row CHG-008
FEWEST = 4  # points on either side: each is many invocations where it is a metric's
ENOUGH = 8  # single invocations on either side
SLOWER = 1.2  # times the median before; checks row CHG-008
WORTH_US = 50_000  # and by at least 50 ms: less is nobody's trouble
TROUBLE = 2.0  # times the level before, from which it is a symptom and no longer a risk …
TROUBLE_US = 100_000  # … and by at least 0.1 s, what a person notices; both are our choice
RATES = ("p50", "Average", "p90", "p95", "p99")  # of Duration, the most telling first

SERIES = """
SELECT resource, ended, times_us, durations_us, inputs, lines FROM duration_series
WHERE len(durations_us) >= $fewest ORDER BY resource
"""
LOGGED = "SELECT resource FROM outcomes WHERE ok >= $fewest ORDER BY resource"
DURATIONS = """
SELECT resource, coalesce(statistic, 'Average') AS statistic,
       list(time_us ORDER BY time_us, value)                        AS times_us,
       list(CAST(1000 * value AS BIGINT) ORDER BY time_us, value)   AS durations_us,
       min(input)                                                   AS input
FROM metrics
WHERE metric = 'Duration' AND time_us IS NOT NULL AND value BETWEEN 0 AND 1e9
  AND coalesce(statistic, 'Average') IN ('p50', 'Average', 'p90', 'p95', 'p99')
GROUP BY resource, coalesce(statistic, 'Average')
HAVING count(*) >= $fewest
ORDER BY resource, statistic
"""


@dataclass(frozen=True, slots=True)
class _Series:
    resource: str
    ended: int
    times_us: list[int]
    durations_us: list[int]
    inputs: list[int]
    lines: list[int]


@dataclass(frozen=True, slots=True)
class _Logged:
    resource: str


@dataclass(frozen=True, slots=True)
class _Metric:
    resource: str
    statistic: str
    times_us: list[int]
    durations_us: list[int]
    input: int


@dataclass(frozen=True, slots=True)
class Step:
    """A level that is higher from *index* on; medians of either side."""

    index: int
    before: float
    after: float

    @property
    def times(self) -> float:
        """How many times as high it is."""
        return self.after / self.before if self.before else float("inf")


@dataclass(frozen=True, slots=True)
class Shift:
    """Durations of one function that are longer since *onset_us*; µs.

    until_us  time of the last point before it
    hit       invocations since then that were looked at; 0 where a metric tells it
    """

    resource: str
    statistic: str
    before_us: int
    after_us: int
    until_us: int
    onset_us: int
    hit: int
    citation: Citation


def step_up(values: Sequence[float], least: float, fewest: int = FEWEST) -> Step | None:
    """The point from which a series stays at *least* times its level; None without one.

    Short series are told by ranks that do not overlap: with so few points no p is small enough.
    """
    change = change_in_level(values) if len(values) >= 2 * fewest else None
    if change is None or change.after < least * change.before or change.after <= change.before:
        return None
    at = _edge(values, change.index, (change.before + change.after) / 2)
    low, high = sorted(values[:at]), sorted(values[at:])
    if min(len(low), len(high)) < fewest:
        return None
    before, after = low[(len(low) - 1) // 2], high[(len(high) - 1) // 2]
    # Its last quarter, too: a hump is over, and a level that came back is no change.
    last = sorted(values[-max(2, len(high) // 4) :])
    stays = min(after, last[(len(last) - 1) // 2]) >= least * before
    sure = change.p < SURE or high[0] > low[-1]
    if len(low) > fewest:  # the last point before it may be on the way up
        sure = sure or high[0] > max(values[: at - 1])
    return Step(at, before, after) if stays and sure else None


def _edge(values: Sequence[float], at: int, middle: float) -> int:
    """The test's split, moved over neighbours that lie on the wrong side of the middle."""
    while at > 1 and values[at - 1] > middle:
        at -= 1
    while at < len(values) - 1 and values[at] <= middle:
        at += 1
    return at


def slower(scene: Scene) -> list[Shift]:
    """Functions whose invocations take longer than before: by their logs, else by a metric."""
    return sorted((*slower_by_log(scene), *slower_by_metric(scene)), key=lambda s: s.resource)


def slower_by_log(scene: Scene) -> list[Shift]:
    """The same, of functions whose logs are at hand."""
    rows = scene.case.rows(SERIES, _Series, fewest=2 * ENOUGH)
    return [shift for row in rows if (shift := _by_log(row)) is not None]


def slower_by_metric(scene: Scene) -> list[Shift]:
    """The same, of functions of whose successes too few lines are at hand."""
    logged = {row.resource for row in scene.case.rows(LOGGED, _Logged, fewest=2 * ENOUGH)}
    found: dict[str, Shift] = {}
    metrics = list(scene.case.rows(DURATIONS, _Metric, fewest=2 * FEWEST))
    for row in sorted(metrics, key=lambda m: (m.resource, RATES.index(m.statistic))):
        resource = scene.key(row.resource)
        if resource not in logged and resource not in found:
            shift = _by_metric(resource, row)
            if shift is not None:
                found[resource] = shift
    return list(found.values())


def rise(shift: Shift) -> Finding:
    """What a check says of it: a symptom from twice the level on, else a risk."""
    more = shift.after_us - shift.before_us
    opens = shift.after_us >= TROUBLE * shift.before_us and more >= TROUBLE_US
    many = f" for {shift.hit} invocations" if shift.hit else ""
    return Finding(
        resource=shift.resource,
        summary=f"Durations rose from {shift.before_us / 1000:.0f} to"
        f" {shift.after_us / 1000:.0f} ms ({shift.statistic}) and stay there{many}",
        citations=(shift.citation,),
        symptom="slow",
        opens=opens,
        role=Role.SYMPTOM if opens else Role.RISK,
        invocations=max(shift.hit, 1),
        by_status=(("slow", max(shift.hit, 1)),),
        onset_us=shift.onset_us,
        impact=f"{more / 1000:.0f} ms more for each invocation",
    )


def _by_log(row: _Series) -> Shift | None:
    step = _longer(row.durations_us, ENOUGH)
    if step is None or (quantile(row.durations_us[step.index :], 250) or 0) <= step.before:
        return None  # not even three in four are slower than the median before
    at = step.index
    proof = Citation(
        place=Place(row.inputs[at], line=row.lines[at]),
        text=f"Duration: {row.durations_us[at] / 1000:.2f} ms",
        time_us=row.times_us[at],
    )
    hit = (len(row.durations_us) - at) * row.ended // len(row.durations_us)
    return _shift(row.resource, "median", step, row.times_us, hit, proof)


def _by_metric(resource: str, row: _Metric) -> Shift | None:
    step = _longer(row.durations_us, FEWEST)
    if step is None:
        return None
    told = f"Duration {row.statistic}: {row.durations_us[step.index] / 1000:.0f} ms"
    place = Place(row.input, metric="Duration")
    proof = Citation(place=place, text=told, time_us=row.times_us[step.index])
    return _shift(resource, row.statistic, step, row.times_us, 0, proof)


def _longer(values: list[int], fewest: int) -> Step | None:
    step = step_up(values, SLOWER, fewest)
    return step if step and step.after - step.before >= WORTH_US else None


def _shift(
    resource: str, statistic: str, step: Step, times_us: list[int], hit: int, proof: Citation
) -> Shift:
    until, onset = times_us[step.index - 1], times_us[step.index]
    before, after = round(step.before), round(step.after)
    return Shift(resource, statistic, before, after, until, onset, hit, proof)
