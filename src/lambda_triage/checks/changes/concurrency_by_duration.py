"""Concurrency that grew because each invocation takes longer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.growth import growths
from lambda_triage.checks.signature import HINT
from lambda_triage.findings import EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.growth import Growth
    from lambda_triage.checks.scene import Scene

HARDLY = 0.3  # of the growth by arrivals, at most


@check(
    id="changes/concurrency-by-duration",
    title="Concurrency grew with the durations, not with the traffic",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("metrics",),
    cause="slow_downstream",
)
def concurrency_by_duration(scene: Scene) -> Iterator[Finding]:
    for growth in growths(scene):
        # A peak of concurrency alone does not tell it: the same requests may come in bursts.
        seconds = growth.seconds
        if growth.by_arrivals <= HARDLY and seconds and seconds[1] > seconds[0]:
            yield _finding(growth, seconds)


def _finding(growth: Growth, seconds: tuple[float, float]) -> Finding:
    rate, used = growth.rate, growth.concurrency
    text = (
        f"Concurrency went from {used[0]:.3g} to {used[1]:.3g} because invocations take"
        f" {seconds[1]:.2f} s instead of {seconds[0]:.2f} s"
    )
    return Finding(
        resource=growth.resource,
        summary=f"{text}; {rate[1]:.3g} arrive in a second, {rate[0]:.3g} before",
        citations=(growth.series.citation(text, growth.onset_us),),
        cause="slow_downstream",
        weight=HINT,
        explains=("throttle",),
        onset_us=growth.onset_us,
        impact=f"{growth.times:.1f} times the concurrency",
        remedies=(
            EditCode(
                "Find what each invocation waits for since then; a higher concurrency limit lets"
                " more of them wait at the same time"
            ),
        ),
    )
