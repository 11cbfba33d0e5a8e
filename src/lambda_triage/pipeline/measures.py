"""What two reports measured of one function, compared: a difference is claimed only when proven.

Shares of invocations are compared by Newcombe's interval; durations by the ranks of the medians of
the report's time buckets, since a report keeps no single durations. All comparisons of one diff
share an error of 5 % (Bonferroni), or twenty of them would prove something by chance.
"""

from __future__ import annotations

from statistics import NormalDist, median
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.reports.difference import Measure, Measured
from lambda_triage.statistics.mann_whitney import mann_whitney
from lambda_triage.statistics.newcombe import newcombe_interval

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lambda_triage.reports.contract import Report
    from lambda_triage.reports.difference import Change

FAILED = ("error", "timeout", "oom", "crash", "init_failure")
ERROR = 0.05  # that any claim of one diff is wrong where nothing changed
LEAST_BUCKETS = 8  # on each side: from here on the normal approximation holds
CHARTED = 5  # functions of which a report has series (pipeline/series.py)


class Counts(Struct, frozen=True):
    """Of one function: invocations by outcome, cold and warm starts, medians of time buckets."""

    outcomes: dict[str, int] = {}
    starts: dict[str, int] = {}
    p50: tuple[float, ...] = ()
    p99: tuple[float, ...] = ()

    @property
    def ended(self) -> int:
        """Invocations whose outcome is known."""
        return sum(n for status, n in self.outcomes.items() if status != "unknown")

    @property
    def failed(self) -> int:
        """Those that did not end well."""
        return sum(self.outcomes.get(status, 0) for status in FAILED)


def counts(report: Report) -> dict[str, Counts]:
    """By resource, from the report's series, whose buckets add up to all invocations."""
    found: dict[str, dict[str, dict[str, tuple[float | None, ...]]]] = {}
    for series in report.series:
        found.setdefault(series.resource, {})[series.chart] = series.values
    return {resource: _counts(charts) for resource, charts in found.items()}


def _counts(charts: dict[str, dict[str, tuple[float | None, ...]]]) -> Counts:
    def sums(chart: str) -> dict[str, int]:
        lines = charts.get(chart, {})
        return {name: round(sum(v or 0 for v in values)) for name, values in lines.items()}

    latency = charts.get("latency_ms", {})
    return Counts(
        outcomes=sums("outcomes"),
        starts=sums("cold_starts"),
        p50=tuple(v for v in latency.get("p50", ()) if v is not None),
        p99=tuple(v for v in latency.get("p99", ()) if v is not None),
    )


def compare(pairs: Iterable[tuple[str, Counts, Counts]]) -> tuple[Measure, ...]:
    """Every measure of every function that either side has."""
    known = list(pairs)
    shares = [share for pair in known for share in _shares(*pair)]
    values = [value for pair in known for value in _values(*pair)]
    tests = max(1, sum(s.before[1] > 0 < s.after[1] for s in shares) + sum(map(_many, values)))
    z = quantile(tests)
    found = [_compared(share, z) for share in shares]
    found += [_shifted(value, ERROR / tests) for value in values]
    return tuple(sorted(found, key=lambda m: (m.resource, m.unit != "share")))


def quantile(tests: int) -> float:
    """The normal quantile of one of so many two-sided comparisons."""
    return NormalDist().inv_cdf(1 - ERROR / max(tests, 1) / 2)


def _many(asked: _Values) -> bool:
    return min(len(asked.before), len(asked.after)) >= LEAST_BUCKETS


class _Share(Struct, frozen=True):
    """Counts and totals before and after; more of it is worse."""

    resource: str
    measure: str
    before: tuple[int, int]
    after: tuple[int, int]


class _Values(Struct, frozen=True):
    """Values before and after; larger is worse."""

    resource: str
    measure: str
    before: tuple[float, ...]
    after: tuple[float, ...]


def _shares(resource: str, before: Counts, after: Counts) -> list[_Share]:
    found = [_Share(resource, "failed", (before.failed, before.ended), (after.failed, after.ended))]
    kinds = {s: (before.outcomes.get(s, 0), after.outcomes.get(s, 0)) for s in FAILED}
    seen = [status for status in FAILED if any(kinds[status])]
    for status in seen if len(seen) > 1 else ():  # one kind alone is all that failed
        one, two = kinds[status]
        found.append(_Share(resource, status, (one, before.ended), (two, after.ended)))
    starts = [(c.starts.get("cold", 0), sum(c.starts.values())) for c in (before, after)]
    if any(of for _, of in starts):
        found.append(_Share(resource, "cold_starts", starts[0], starts[1]))
    return found


def _values(resource: str, before: Counts, after: Counts) -> list[_Values]:
    found = [
        _Values(resource, "duration_p50", before.p50, after.p50),
        _Values(resource, "duration_p99", before.p99, after.p99),
    ]
    return [v for v in found if v.before or v.after]


def _compared(asked: _Share, z: float) -> Measure:
    low, high = newcombe_interval(*asked.before, *asked.after, z)
    unknown = asked.before[1] == 0 or asked.after[1] == 0
    return Measure(
        resource=asked.resource,
        measure=asked.measure,
        unit="share",
        before=_measured(asked.before),
        after=_measured(asked.after),
        change="cannot_tell" if unknown else _change(low > 0, high < 0),
        low=None if unknown else round(low, 6),
        high=None if unknown else round(high, 6),
    )


def _measured(share: tuple[int, int]) -> Measured:
    count, of = share
    return Measured(round(count / of, 6) if of else None, count, of)


def _shifted(asked: _Values, bar: float) -> Measure:
    few = not _many(asked)
    shift = mann_whitney(asked.before, asked.after)
    proven = shift.p < bar
    change = _change(proven and shift.larger > 0.5, proven and shift.larger < 0.5)
    return Measure(
        resource=asked.resource,
        measure=asked.measure,
        unit="ms",
        before=_middle(asked.before),
        after=_middle(asked.after),
        change="cannot_tell" if few else change,
        p=None if few else round(shift.p, 6),
    )


def _middle(values: tuple[float, ...]) -> Measured:
    return Measured(round(median(values), 3) if values else None)


def _change(worse: bool, better: bool) -> Change:
    return "worse" if worse else "better" if better else "not_significant"
