"""Functions whose reserved concurrency is nearly used up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.reserved import reserved
from lambda_triage.checks.series import counts, levels
from lambda_triage.checks.signature import STRONG
from lambda_triage.findings import Finding, Role, SetProperty, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

NEAR = 0.9  # of the reservation; our choice


@check(
    id="scaling/near-reserved",
    title="Reserved concurrency is nearly used up",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("metrics",),
    cause="reserved_concurrency_limit",
)
def near_reserved(scene: Scene) -> Iterator[Finding]:
    refused = {scene.key(s.resource) for s in counts(scene, "Throttles") if s.total > 0}
    for series in levels(scene, "ConcurrentExecutions"):
        key = scene.key(series.resource)
        limit = reserved(scene, key)
        # Above it the metric is of another time than the reservation; throttles are a symptom of
        # their own: scaling/throttles-metric.
        if not limit or not NEAR * limit <= series.peak <= limit or key in refused:
            continue
        text = f"ConcurrentExecutions reached {series.peak:,.0f} of {limit:,} reserved"
        yield Finding(
            resource=key,
            summary=f"The function is close to being throttled: {text}",
            citations=(series.citation(text, series.first_us(NEAR * limit)),),
            cause="reserved_concurrency_limit",
            weight=STRONG,
            explains=("throttle",),
            remedies=(
                SetProperty(
                    "ReservedConcurrentExecutions",
                    2 * limit,
                    "Raise the reservation, remove it, or make the invocations shorter",
                    "takes from the account's unreserved concurrency",
                ),
            ),
        )
