"""Metrics of services that count the requests they refused, against the time of the trouble."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.diagnosis.slowness import began_us
from lambda_triage.evidence.naming import key, name, same
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation

if TYPE_CHECKING:
    from lambda_triage.diagnosis.facts import Facts

LEAD_US = 300_000_000  # 5 min before the trouble, in which its cause is expected (our choice)
TIMES = 2.0  # as many as before, from which they rose (our choice)
RISES, ALIKE, LATE = 6.8, 2.0, 2.5  # log-odds for, against, and against
UNSEEN = 2.0  # log-odds for, where the metric does not tell how it was before
# Refused requests as services count them (CloudWatch metrics of DynamoDB, OpenSearch Service and
# Amazon SNS/SES/Bedrock, 2026). Kinesis and Lambda have causes of their own.
COUNTED = """
SELECT resource, metric, time_us, max(value) AS value, min(input) AS input
FROM metrics
WHERE metric IN ('ReadThrottleEvents', 'WriteThrottleEvents', 'ThrottledRequests',
                 'ThreadpoolSearchRejected', 'ThreadpoolWriteRejected', 'InvocationThrottles')
  AND time_us IS NOT NULL AND coalesce(statistic, 'Sum') = 'Sum'
GROUP BY resource, metric, time_us
ORDER BY resource, metric, time_us
"""


class Limited(Struct, frozen=True):
    """One service's refused requests over time; (µs, value) by time."""

    name: str
    metric: str
    points_: tuple[tuple[int, float], ...]
    input: int

    def points(self, began_us: int) -> float:
        """Log-odds that these refusals are the trouble that began then."""
        if self._since(began_us) <= 0:
            return -LATE
        if self._first_us() > began_us + self._period_us():
            return -LATE
        before = self._before(began_us)
        if before is None:
            return UNSEEN
        return RISES if self._since(began_us) >= TIMES * before else -ALIKE

    def told(self, began_us: int) -> str:
        """The same in words."""
        total = sum(value for _, value in self.points_)
        if not total:
            return f"{self.metric} of {self.name} stayed 0"
        if self._since(began_us) <= 0 or self._first_us() > began_us + self._period_us():
            return f"{self.metric} of {self.name} rose at another time"
        if self.points(began_us) > 0:
            return f"{self.metric} of {self.name} rose with it: {total:,.0f} in all"
        return f"{self.metric} of {self.name} was no lower before it began"

    @property
    def citation(self) -> Citation:
        """Proof by this metric."""
        text = f"{self.metric}: {sum(value for _, value in self.points_):,.0f}"
        return Citation(place=Place(self.input, metric=self.metric), text=text)

    def _first_us(self) -> int:
        return next(time_us for time_us, value in self.points_ if value > 0)

    def _period_us(self) -> int:
        times = [time_us for time_us, _ in self.points_]
        return max(60_000_000, times[1] - times[0] if len(times) > 1 else 0)

    def _before(self, began_us: int) -> float | None:
        return _mean([v for t, v in self.points_ if t < began_us - LEAD_US])

    def _since(self, began_us: int) -> float:
        return _mean([v for t, v in self.points_ if t >= began_us - LEAD_US]) or 0.0


def _mean(values: list[float]) -> float | None:
    return sum(values) / len(values) if values else None


def refusals(facts: Facts) -> list[tuple[float, str, Citation]]:
    """For each series: log-odds that it is the trouble, why, and the proof."""
    began = began_us(facts)
    if began is None:
        return []
    return [(s.points(began), s.told(began), s.citation) for s in limited(facts)]


def limited(facts: Facts) -> list[Limited]:
    """Series of all services but the function itself."""
    found: dict[tuple[str, str], list[tuple[int, float, int]]] = defaultdict(list)
    for resource, metric, time_us, value, input in facts.case.execute(COUNTED):
        point = int(str(time_us)), float(str(value)), int(str(input))
        found[str(resource), str(metric)].append(point)
    return [
        Limited(_peer(resource, facts), metric, tuple((t, v) for t, v, _ in points), points[0][2])
        for (resource, metric), points in sorted(found.items())
    ]


def _peer(resource: str, facts: Facts) -> str:
    """Its name; a metric whose label names nothing stands under the only function."""
    own = resource == "None" or same(key(resource), facts.resource)
    return "what it calls" if own else name(resource)
