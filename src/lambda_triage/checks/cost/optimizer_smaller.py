"""Functions for which Compute Optimizer found a smaller memory size to be enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.measured_size import FIRST, measured_size, recommended
from lambda_triage.findings import Citation, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.documents import Recommendation
    from lambda_triage.findings import Finding

REASON = "MemoryOverprovisioned"  # Compute Optimizer API, LambdaFunctionRecommendation, 2026
HALF = 0.5  # of the present size, up to which money is lost (our choice)
AS_FAST = 1.25  # times the present duration that is expected, at most (our choice)

RARER = "it knows the invocations of the period that it looked at, and no rarer ones"


@check(
    id="cost/optimizer-smaller",
    title="Compute Optimizer found less memory to be enough",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("recommendations",),
    cause="over_provisioned_memory",
)
def optimizer_smaller(scene: Scene) -> Iterator[Finding]:
    for seen, size, now in recommended(scene, REASON):
        if size < now:
            yield _finding(seen, size, now)


def _finding(seen: Recommendation, size: int, now: int) -> Finding:
    lost = size <= HALF * now and _is_as_fast(seen)
    used, days = seen.measured("Memory", "Maximum"), seen.days
    of_it = f", of which at most {used:.0f} MB are used" if used else ""
    period = f" in {days:.0f} days" if days else ""
    text = f"{size} MB instead of {now} MB{of_it}{period}{_durations(seen)}"
    return measured_size(
        seen.resource,
        f"Compute Optimizer found less memory to be enough: {text}",
        (Citation(place=seen.place("reasons"), text=f"{REASON}: {text}"),),
        (
            size,
            FIRST,
            "it knows the invocations of the period that it looked at, and no rarer ones",
        ),
        cause="over_provisioned_memory",
        symptom="cost",
        opens=lost,
        invocations=seen.invocations or 1,
    )


def _is_as_fast(seen: Recommendation) -> bool:
    """Whether no duration is projected that somebody would notice."""
    average, expected = seen.measured("Duration", "Average"), seen.projected_ms
    return average is None or expected is None or expected <= AS_FAST * average


def _durations(seen: Recommendation) -> str:
    average, expected = seen.measured("Duration", "Average"), seen.projected_ms
    if average is None or expected is None:
        return ""
    return f"; {expected:.0f} ms are expected instead of {average:.0f} ms"
