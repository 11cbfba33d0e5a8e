"""Throttles since a load grew faster than Lambda adds environments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.below_limit import throttled
from lambda_triage.checks.check import check
from lambda_triage.checks.signature import STRONG
from lambda_triage.findings import Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

# Environments that Lambda adds to one function in 10 s (Lambda guide, scaling behavior, 2026).
ADDED = 1_000


@check(
    id="scaling/grows-too-fast",
    title="The load grows faster than the function scales",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("metrics", "limits"),
    cause="throttled_concurrency",
)
def grows_too_fast(scene: Scene) -> Iterator[Finding]:
    told: set[str] = set()
    for period in throttled(scene):
        grown = period.concurrency - (period.was or 0)
        if period.was is None or grown < ADDED or period.resource in told:
            continue
        told.add(period.resource)
        text = (
            f"from {period.was:,.0f} to {period.concurrency:,.0f} concurrent executions within a"
            f" period, and {period.throttles:,} throttles below the limit of {period.limit:,}"
        )
        yield Finding(
            resource=period.resource,
            summary=f"The load grew faster than Lambda adds environments: {text}",
            citations=(period.citation,),
            cause="throttled_concurrency",
            weight=STRONG,
            explains=("throttle",),
            onset_us=period.citation.time_us,
            remedies=(
                Manual(
                    f"Provision concurrency before the burst, or put a queue in front: Lambda adds"
                    f" {ADDED:,} environments every 10 s",
                    "when the burst comes only its owner knows",
                ),
            ),
        )
