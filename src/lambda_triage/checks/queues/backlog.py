"""Queues whose messages wait because the function does not keep up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.catching_up import is_over
from lambda_triage.checks.check import check
from lambda_triage.checks.feeding import Feeding
from lambda_triage.checks.series import levels
from lambda_triage.findings import Finding, Manual, Role, Severity
from lambda_triage.statistics.theil_sen import theil_sen_slope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.checks.series import Series

OLD_S = 300  # age of the oldest message that callers notice (our choice)
STEPS = 4  # data points needed for a trend
MANY = 1_000  # messages, the size from which a queue that only grows is a backlog
DOUBLED = 2.0


@check(
    id="queues/backlog",
    title="Messages wait in the queue",
    severity=Severity.HIGH,
    role=Role.SYMPTOM,
    since="0.1",
    reads=("metrics",),
)
def backlog(scene: Scene) -> Iterator[Finding]:
    feeding, told = Feeding(scene), set[str]()
    for series in levels(scene, "ApproximateAgeOfOldestMessage"):
        known = feeding.queue(series.resource)
        least = OLD_S + ((known.delay_s or 0) if known else 0)  # the wait that the queue adds
        if series.peak >= least and not feeding.is_dead_letter(series.resource):
            told.add(series.resource)
            text = f"the oldest message waited up to {series.peak:,.0f} s"
            yield from _findings(
                feeding, series, text, over=is_over(series.points, least), least=least
            )
    for series in levels(scene, "ApproximateNumberOfMessagesVisible"):
        if series.resource in told or feeding.is_dead_letter(series.resource):
            continue
        if _grows(series):
            first = series.points[0][1]
            text = f"from {first:,.0f} to {series.last:,.0f} messages, and still growing"
            yield from _findings(feeding, series, text, over=False, least=max(first, 1))


def _grows(series: Series) -> bool:
    """Whether the queue only gets longer: a trend, large, and highest at the end."""
    if len(series.points) < STEPS or series.last < max(MANY, DOUBLED * series.points[0][1]):
        return False
    xs = [time_us / 1e6 for time_us, _ in series.points]
    slope = theil_sen_slope(xs, [value for _, value in series.points]) or 0.0
    return slope > 0 and series.last >= 0.9 * series.peak


def _findings(
    feeding: Feeding, series: Series, text: str, *, over: bool, least: float
) -> Iterator[Finding]:
    onset = series.first_us(least)
    queue = series.resource.rpartition(":")[2]
    known = feeding.queue(series.resource)
    own = known.resource if known else series.resource
    for resource in feeding.readers(series.resource) or (own,):
        yield Finding(
            resource=resource,
            summary=f"{queue} is not emptied in time: {text}" + (", and no longer" if over else ""),
            key=series.resource,
            citations=(series.citation(f"{series.metric}: up to {series.peak:,.0f}", onset),),
            symptom="backlog",
            opens=not over,
            role=Role.RISK if over else Role.SYMPTOM,
            invocations=1,
            by_status=(("backlog", 1),),
            onset_us=onset,
            impact=text,
            remedies=(
                Manual(
                    "Give the function what it lacks: needed concurrency is messages per second ÷"
                    " batch size × seconds per batch; then larger batches or provisioned pollers",
                    "which limit holds it back is told by throttles, errors and durations",
                ),
            ),
        )
