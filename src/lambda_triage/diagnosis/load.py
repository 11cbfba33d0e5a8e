"""What metrics and mappings tell of one function's load: for causes of throttles and of lag."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.evidence.documents import Mapping
from lambda_triage.evidence.naming import name, same
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lambda_triage.diagnosis.facts import Facts
    from lambda_triage.findings import Finding

THROTTLED = "scaling/throttles-metric"
LAG = ("streams/iterator-age", "streams/offset-lag")
MUCH = 0.05  # of the requests refused, from which the rest falls behind; our choice

POINTS = """
SELECT time_us, max(value) AS value, min(input) AS input FROM metrics
WHERE metric = $metric AND time_us IS NOT NULL AND coalesce(statistic, $statistic) = $statistic
  AND (resource = $resource OR resource = '?:' || $name)
GROUP BY time_us ORDER BY time_us
"""


def points(facts: Facts, metric: str, statistic: str = "Sum") -> list[tuple[int, float]]:
    """One metric of the function, by time."""
    rows = _rows(facts, metric, statistic)
    return [(int(str(time_us)), float(str(value))) for time_us, value, _ in rows]


def cited(facts: Facts, metric: str, text: str, statistic: str = "Sum") -> tuple[Citation, ...]:
    """Proof by one metric of the function."""
    rows = _rows(facts, metric, statistic)
    return tuple(
        Citation(place=Place(int(str(input)), metric=metric), text=text)
        for _, _, input in rows[:1]
    )  # fmt: skip


def _rows(facts: Facts, metric: str, statistic: str) -> Sequence[tuple[object, ...]]:
    own = {"resource": facts.resource, "name": name(facts.resource)}
    return facts.case.execute(POINTS, metric=metric, statistic=statistic, **own)


def throttled(facts: Facts) -> Finding | None:
    """What metrics say of its throttles; None where they tell of none."""
    return next(iter(facts.found(THROTTLED)), None)


def told(finding: Finding | None, fact: str) -> float | None:
    """One number of a finding; None where it is not known."""
    text = finding.fact(fact) if finding is not None else None
    return float(text) if text is not None else None


def is_never_throttled(facts: Facts) -> bool:
    """Whether the metric is at hand, and nought throughout."""
    found = points(facts, "Throttles")
    return bool(found) and not any(value for _, value in found)


def lags(facts: Facts) -> Finding | None:
    """The symptom that records of a stream wait; None where no check says so."""
    return next((f for f in facts.found(*LAG) if f.symptom == "lag"), None)


def failing(facts: Facts) -> float | None:
    """Share of its invocations that fail, since it falls behind; None where nothing tells."""
    lag = lags(facts)
    since = (lag.onset_us if lag else None) or 0
    errors = [value for time_us, value in points(facts, "Errors") if time_us >= since]
    calls = [value for time_us, value in points(facts, "Invocations") if time_us >= since]
    if errors and sum(calls):
        return min(1.0, sum(errors) / sum(calls))
    seen = facts.outcomes
    ended = seen.invocations - seen.unknown if seen else 0
    return (ended - seen.ok) / ended if seen and ended else None


def mappings(facts: Facts) -> list[Mapping]:
    """The event source mappings that invoke the function."""
    found = facts.case.documents(Mapping)
    return [m for m in found if m.function and same(m.function, facts.resource)]
