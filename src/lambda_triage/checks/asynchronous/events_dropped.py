"""Events that Lambda gave up without a success."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.queued_events import config, kept_in
from lambda_triage.checks.series import counts
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.checks.series import Series


@check(
    id="asynchronous/events-dropped",
    title="Lambda dropped events",
    severity=Severity.HIGH,
    role=Role.SIGNATURE,
    since="0.1",
    reads=("metrics",),
    cause="async_events_dropped",
)
def events_dropped(scene: Scene) -> Iterator[Finding]:
    for series in counts(scene, "AsyncEventsDropped"):
        if series.total > 0:
            yield _finding(scene, series)


def _finding(scene: Scene, series: Series) -> Finding:
    key = scene.key(series.resource)
    target = kept_in(scene, scene.function(key), key)
    told = config(scene, key)
    plural = "s were" if series.total != 1 else " was"
    text = f"{series.total:,.0f} event{plural} given up without a success"
    where = f", and sent to {target.rpartition(':')[2]}" if target else ", and no copy is known"
    symptom = "dead_letters" if target else "events_lost"
    proof = [series.citation(f"AsyncEventsDropped: {series.total:,.0f}", series.first_us(1))]
    if told is not None and not target:
        settings = f"{told.retries} retries, {told.age_s} s, no OnFailure destination"
        proof.append(Citation(place=told.place("on_failure"), text=settings))
    return Finding(
        resource=key,
        summary=text + where,
        citations=tuple(proof),
        cause=None if target else "async_events_dropped",
        weight=0.0 if target else DECISIVE,
        symptom=symptom,
        opens=True,
        role=Role.SYMPTOM if target else Role.SIGNATURE,
        invocations=round(series.total),
        by_status=((symptom, round(series.total)),),
        onset_us=series.first_us(1),
        impact=text,
        remedies=(
            Manual(
                "Repair what made them fail or wait, send them again, and keep what fails in an"
                " on-failure destination",
                "retries, the age limit or reserved concurrency 0 end an event: errors, throttles"
                " and AsyncEventAge tell which",
            ),
        ),
    )
