"""Durations that rose and stay longer: of a function's own invocations, and of its metric."""

from __future__ import annotations

from statistics import median_low
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.series import counts
from lambda_triage.checks.step import FEWEST, step_up
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Finding, Role
from lambda_triage.statistics.quantile import quantile

if TYPE_CHECKING:
    from lambda_triage.checks.scene import Scene
    from lambda_triage.checks.series import Series
    from lambda_triage.checks.step import Step

ENOUGH = 6  # single invocations on either side
SLOWER = 1.2  # times the median before; our choice
WORTH_US = 50_000  # and by at least 50 ms: less is nobody's trouble
TROUBLE = 2.0  # times the level before, from which it is a symptom and no longer a risk …
TROUBLE_US = 100_000  # … and by at least 0.1 s, what a person notices; both are our choice
RARE = 0.8  # of the level since, below which nine in ten were before: else another mix of requests
LOAD = 2.0  # times the arrivals, from which the load may be why (our choice)
RATES = ("p50", "Average", "p90", "p95", "p99")  # of Duration, the most telling first
TAIL = "p99"  # one invocation in a hundred that is slower is no incident

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


class _Series(Struct, frozen=True):
    resource: str
    ended: int
    times_us: list[int]
    durations_us: list[int]
    inputs: list[int]
    lines: list[int]


class _Logged(Struct, frozen=True):
    resource: str


class _Metric(Struct, frozen=True):
    resource: str
    statistic: str
    times_us: list[int]
    durations_us: list[int]
    input: int


class Shift(Struct, frozen=True):
    """Durations of one function that are longer since *onset_us*; µs.

    until_us  time of the last point before it
    hit       invocations since then that were looked at; 0 where a metric tells it
    load      arrivals since then, as a multiple of those before; None where nothing tells it
    rare      durations as those since then were rare before it: no other mix of requests
    """

    resource: str
    statistic: str
    before_us: int
    after_us: int
    until_us: int
    onset_us: int
    hit: int
    load: float | None
    rare: bool
    citation: Citation


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
    arrivals = {scene.key(s.resource): s for s in counts(scene, "Invocations")}
    found: dict[str, Shift] = {}
    metrics = list(scene.case.rows(DURATIONS, _Metric, fewest=2 * FEWEST))
    for row in sorted(metrics, key=lambda m: (m.resource, RATES.index(m.statistic))):
        resource = scene.key(row.resource)
        if resource not in logged and resource not in found:
            shift = _by_metric(resource, row, arrivals.get(resource))
            if shift is not None:
                found[resource] = shift
    return list(found.values())


def rise(scene: Scene, shift: Shift) -> Finding:
    """What a check says of it: a symptom from twice the level on, else a risk."""
    more = shift.after_us - shift.before_us
    large = shift.after_us >= TROUBLE * shift.before_us and more >= TROUBLE_US
    # An invocation that takes more records at a time takes longer, and nothing is wrong.
    batches = any((m.batch_size or 1) > 1 for m in scene.mappings(shift.resource))
    opens = large and shift.rare and not batches and not _loaded(shift)
    many = f" for {shift.hit} invocations" if shift.hit else ""
    loaded = f", at {shift.load:.2g} times the arrivals" if shift.load and _loaded(shift) else ""
    return Finding(
        resource=shift.resource,
        summary=f"Durations rose from {shift.before_us / 1000:.0f} to"
        f" {shift.after_us / 1000:.0f} ms ({shift.statistic}) and stay there{many}{loaded}",
        citations=(shift.citation,),
        symptom="slow",
        opens=opens,
        role=Role.SYMPTOM if opens else Role.RISK,
        invocations=max(shift.hit, 1),
        by_status=(("slow", max(shift.hit, 1)),),
        onset_us=shift.onset_us,
        impact=f"{more / 1000:.0f} ms more for each invocation",
        facts=(
            ("after_us", str(shift.after_us)),
            ("before_us", str(shift.before_us)),
            ("until_us", str(shift.until_us)),
        ),
    )


def _loaded(shift: Shift) -> bool:
    """Whether the load changed with it: more of it, or so little that most starts are cold."""
    if shift.load is None:
        return False
    cold = not shift.hit and shift.statistic != "p50" and shift.load <= 1 / LOAD
    return shift.load >= LOAD or cold


def _by_log(row: _Series) -> Shift | None:
    step = _longer(row.durations_us, ENOUGH)
    if step is None or (quantile(row.durations_us[step.index :], 250) or 0) <= step.before:
        return None  # not even three in four are slower than the median before
    at, times = step.index, row.times_us
    proof = Citation(
        place=Place(row.inputs[at], line=row.lines[at]),
        text=f"Duration: {row.durations_us[at] / 1000:.2f} ms",
        time_us=times[at],
    )
    hit = (len(times) - at) * row.ended // len(times)
    spans = times[at] - times[0], times[-1] - times[at]
    load = (len(times) - at - 1) / spans[1] * spans[0] / at if all(spans) else None
    rare = (quantile(row.durations_us[:at], 900) or 0) < RARE * step.after
    return _shift(row.resource, "median", step, times, hit, load, rare, proof)


def _by_metric(resource: str, row: _Metric, arrivals: Series | None) -> Shift | None:
    step = _longer(row.durations_us, FEWEST)
    if step is None:
        return None
    at = step.index
    # Neighbouring points resemble one another: a drift is no shift unless the sides hardly overlap.
    low, high = quantile(row.durations_us[:at], 900), quantile(row.durations_us[at:], 100)
    if (high or 0) <= (low or 0):
        return None
    told = f"Duration {row.statistic}: {row.durations_us[at] / 1000:.0f} ms"
    place = Place(row.input, metric="Duration")
    proof = Citation(place=place, text=told, time_us=row.times_us[at])
    load = _load(arrivals, row.times_us[at]) if arrivals else None
    rare = row.statistic != TAIL
    return _shift(resource, row.statistic, step, row.times_us, 0, load, rare, proof)


def _load(arrivals: Series, onset_us: int) -> float | None:
    before = [value for time_us, value in arrivals.points if time_us < onset_us]
    since = [value for time_us, value in arrivals.points if time_us >= onset_us]
    if not before or not since or median_low(before) <= 0:
        return None
    return median_low(since) / median_low(before)


def _longer(values: list[int], fewest: int) -> Step | None:
    step = step_up(values, SLOWER, fewest)
    return step if step and step.after - step.before >= WORTH_US else None


def _shift(
    resource: str,
    statistic: str,
    step: Step,
    times_us: list[int],
    hit: int,
    load: float | None,
    rare: bool,
    proof: Citation,
) -> Shift:
    until, onset = times_us[step.index - 1], times_us[step.index]
    before, after = round(step.before), round(step.after)
    return Shift(resource, statistic, before, after, until, onset, hit, load, rare, proof)
