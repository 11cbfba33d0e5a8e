"""Concurrency that grew because more requests arrive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.growth import growths
from lambda_triage.checks.series import counts
from lambda_triage.checks.signature import STRONG
from lambda_triage.findings import Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.growth import Growth
    from lambda_triage.checks.scene import Scene

MOSTLY = 0.7  # of the growth by arrivals; a little of it may be that a busy peer is slower
STEEP = 5.0  # times the concurrency before, from which somebody asks why (our choice)
WORTH = 10  # concurrent executions, from which on it matters to an account (our choice)


@check(
    id="changes/traffic-shift",
    title="More requests arrive than before",
    severity=Severity.MEDIUM,
    role=Role.SYMPTOM,
    since="0.1",
    reads=("metrics",),
    cause="traffic_surge",
)
def traffic_shift(scene: Scene) -> Iterator[Finding]:
    limited = {scene.key(s.resource) for s in counts(scene, "Throttles") if s.total > 0}
    for growth in growths(scene):
        if growth.by_arrivals >= MOSTLY:
            # Where Lambda refuses invocations, that is the trouble, and has checks of its own.
            steep = growth.times >= STEEP and growth.concurrency[1] >= WORTH and growth.unseen
            yield _finding(growth, steep and growth.resource not in limited)


def _finding(growth: Growth, opens: bool) -> Finding:
    rate, seconds = growth.rate, growth.seconds
    text = f"Invocations rose from {rate[0]:.3g} to {rate[1]:.3g} a second"
    if seconds:
        text += f" at {seconds[1]:.2f} s each ({seconds[0]:.2f} s before)"
    used = growth.concurrency
    return Finding(
        resource=growth.resource,
        summary=f"{text}: concurrency went from {used[0]:.3g} to {used[1]:.3g} with them",
        citations=(growth.series.citation(text, growth.onset_us),),
        cause="traffic_surge",
        weight=STRONG,
        symptom="concurrency",
        opens=opens,
        role=Role.SYMPTOM if opens else Role.RISK,
        invocations=1,
        by_status=(("concurrency", 1),),
        onset_us=growth.onset_us,
        impact=f"{growth.times:.1f} times the concurrency",
        remedies=(
            Manual(
                "Find out who sends more (a campaign, a replay, a client that retries), and whether"
                " databases and APIs behind the function bear that concurrency; if not, reserve"
                " concurrency or put a queue in front",
                "who calls stands in the access log of the API or in the sender's metrics",
            ),
        ),
    )
