"""What metrics tell of the time in which Lambda refused invocations, against the time before."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.series import counts, levels
from lambda_triage.evidence.documents import Limits

if TYPE_CHECKING:
    from lambda_triage.checks.scene import Scene
    from lambda_triage.checks.series import Series

FEWEST = 2  # periods on either side that make a comparison
# Metrics of a whole account's concurrency (Lambda guide, account-level metrics, 2026), and one
# that exporters name so.
ACCOUNT = ("ClaimedAccountConcurrency", "AccountConcurrentExecutions")
FLAT = 1.1  # times the least, up to which a level stands still
MEAN = """
SELECT time_us, arg_min(value, coalesce(statistic, 'Average')) AS value
FROM metrics
WHERE metric = 'Duration' AND resource = $resource AND time_us IS NOT NULL AND value > 0
  AND coalesce(statistic, 'Average') IN ('Average', 'p50')
GROUP BY time_us
ORDER BY time_us
"""


class Refusals(Struct, frozen=True):
    """The periods with throttles of one metric's resource.

    used     highest ConcurrentExecutions in them; None where no metric tells
    stands   that level is the same in all of them
    arrived  invocations and throttles, as a multiple of the periods before; None: not comparable
    lasted   mean duration, likewise
    failed   share of the invocations that ended in an error; None where no metric tells
    """

    used: float | None
    stands: bool
    arrived: float | None
    lasted: float | None
    failed: float | None


def refusals(scene: Scene, resource: str) -> Refusals:
    """Compare the periods from the first to the last with throttles with those before."""
    throttles = _points(counts(scene, "Throttles"), resource)
    hit = {time_us for time_us, value in throttles.items() if value > 0}
    calls = _points(counts(scene, "Invocations"), resource)
    arrivals = {t: value + throttles.get(t, 0.0) for t, value in calls.items()}
    rows = scene.case.execute(MEAN, resource=resource)
    means = {int(str(t)): float(str(value)) for t, value in rows}
    level = _points(levels(scene, "ConcurrentExecutions"), resource)
    held = [value for t, value in level.items() if t in hit]
    errors = sum(_points(counts(scene, "Errors"), resource).values())
    known = any(s.resource == resource for s in counts(scene, "Errors"))
    return Refusals(
        used=max(held, default=None),
        stands=len(held) > FEWEST and max(held) <= FLAT * min(held),
        arrived=_times(arrivals, hit),
        lasted=_times(means, hit),
        failed=errors / sum(calls.values()) if known and sum(calls.values()) > 0 else None,
    )


def facts(scene: Scene, resource: str, share: float | None) -> tuple[tuple[str, str], ...]:
    """What causes weigh: numbers as text, and nothing where nothing is known.

    share  of the requests that were refused
    """
    told, limits = refusals(scene, resource), scene.case.documents(Limits)
    numbers = {
        "share": share,
        "used": told.used,
        "arrived": told.arrived,
        "lasted": told.lasted,
        "failed": told.failed,
        "account": limits[0].concurrent if len(limits) == 1 else None,
        "everybody": max((s.peak for m in ACCOUNT for s in levels(scene, m)), default=None),
        "stands": 1.0 if told.stands else None,
    }
    return tuple((name, f"{n:g}") for name, n in numbers.items() if n is not None)


def _points(found: list[Series], resource: str) -> dict[int, float]:
    return {t: value for s in found if s.resource == resource for t, value in s.points}


def _times(values: dict[int, float], hit: set[int]) -> float | None:
    """The median of the periods that were hit, as a multiple of that of the periods before."""
    before = [value for t, value in values.items() if hit and t < min(hit)]
    since = [value for t, value in values.items() if t in hit]
    if len(before) < FEWEST or not since or median(before) <= 0:
        return None
    return median(since) / median(before)
