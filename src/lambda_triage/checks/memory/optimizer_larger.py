"""Functions for which Compute Optimizer found the memory size to be too small."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.measured_size import FIRST, measured_size, recommended
from lambda_triage.checks.nobody_waits import is_felt
from lambda_triage.checks.tried import computes
from lambda_triage.findings import Citation, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.documents import Recommendation
    from lambda_triage.findings import Finding

REASON = "MemoryUnderprovisioned"  # Compute Optimizer API, LambdaFunctionRecommendation, 2026

TYPICAL = """
SELECT max(ms) FROM (
    SELECT ok_p50_us / 1000 AS ms FROM outcomes WHERE resource = $resource
    UNION ALL SELECT median(duration_us) / 1000 FROM usage WHERE resource = $resource
)
"""


@check(
    id="memory/optimizer-larger",
    title="Compute Optimizer found the memory to be too little",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("recommendations",),
    cause="under_provisioned_memory",
)
def optimizer_larger(scene: Scene) -> Iterator[Finding]:
    for seen, size, now in recommended(scene, REASON):
        if size > now:
            yield _finding(scene, seen, size, now)


def _finding(scene: Scene, seen: Recommendation, size: int, now: int) -> Finding:
    took = _typical_ms(scene, seen)
    hurts = took is not None and is_felt(scene, seen.resource, 1000 * took)
    told = f", where invocations take {took / 1000:.1f} s" if took is not None else ""
    text = f"{size} MB instead of {now} MB{told}"
    bound = any(computes(scene, name, now) for name in (seen.resource, f"?:{seen.name}"))
    return measured_size(
        seen.resource,
        f"Compute Optimizer found the memory to be too little: {text}",
        (Citation(place=seen.place("reasons"), text=f"{REASON}: {text}"),),
        (size, FIRST, "more memory costs more per millisecond; work that waits gains nothing"),
        cause="cpu_starved" if bound else "under_provisioned_memory",
        symptom="slow",
        opens=hurts,
        invocations=seen.invocations or 1,
    )


def _typical_ms(scene: Scene, seen: Recommendation) -> float | None:
    """What an invocation takes: the average that Compute Optimizer saw, else medians at hand."""
    average = seen.measured("Duration", "Average")
    if average is not None:
        return average
    known = [scene.case.execute(TYPICAL, resource=r) for r in (seen.resource, f"?:{seen.name}")]
    found = [float(str(rows[0][0])) for rows in known if rows and rows[0][0] is not None]
    return max(found, default=None)
