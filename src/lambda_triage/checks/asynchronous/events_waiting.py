"""Events that wait in Lambda's own queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.queued_events import config
from lambda_triage.checks.series import levels
from lambda_triage.findings import Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

OLD_MS = 60_000  # AsyncEventAge is in ms; 60 s are our choice
NEAR = 0.8  # of the longest age, from which Lambda is about to drop events


@check(
    id="asynchronous/events-waiting",
    title="Events wait before the function gets them",
    severity=Severity.MEDIUM,
    role=Role.SYMPTOM,
    since="0.1",
    reads=("metrics",),
)
def events_waiting(scene: Scene) -> Iterator[Finding]:
    for series in levels(scene, "AsyncEventAge"):
        if series.peak < OLD_MS:
            continue
        key = scene.key(series.resource)
        over = series.last < OLD_MS
        told = config(scene, key)
        limit = told.age_s if told else None
        near = limit is not None and series.peak >= NEAR * limit * 1000
        drops = f"; Lambda drops them after {limit:,} s" if near else ""
        text = f"events waited up to {series.peak / 1000:,.0f} s{drops}"
        yield Finding(
            resource=key,
            summary=f"The function does not keep up with its events: {text}"
            + (", and no longer" if over else ""),
            citations=(
                series.citation(f"AsyncEventAge: {series.peak:,.0f} ms", series.first_us(OLD_MS)),
            ),
            symptom="backlog",
            opens=not over,
            role=Role.RISK if over else Role.SYMPTOM,
            invocations=1,
            by_status=(("backlog", 1),),
            onset_us=series.first_us(OLD_MS),
            impact=text,
            remedies=(
                Manual(
                    "Give the function more concurrency, or make what it calls faster; retries of"
                    " failed events wait, too",
                    "throttles, errors and durations tell which",
                ),
            ),
        )
