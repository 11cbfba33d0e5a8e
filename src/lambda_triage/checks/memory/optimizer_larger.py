"""Functions for which Compute Optimizer found the memory size to be too small."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.nobody_waits import nobody_waits
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.checks.tried import computes
from lambda_triage.evidence.documents import Recommendation
from lambda_triage.findings import Citation, Finding, Role, SetProperty, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

REASON = "MemoryUnderprovisioned"  # Compute Optimizer API, LambdaFunctionRecommendation, 2026
FELT_MS = 1_000  # duration from which a caller loses the thread: J. Nielsen, 1993

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
    for seen in scene.case.documents(Recommendation):
        size, now = seen.proposed_mb, seen.memory_mb
        function = scene.function(seen.resource)
        changed = function is not None and function.memory_mb not in (None, now)
        if REASON in (seen.reasons or ()) and size and now and size > now and not changed:
            yield _finding(scene, seen, size, now)


def _finding(scene: Scene, seen: Recommendation, size: int, now: int) -> Finding:
    took = _typical_ms(scene, seen)
    hurts = took is not None and took >= FELT_MS and not nobody_waits(scene, seen.resource)
    told = f", where invocations take {took / 1000:.1f} s" if took is not None else ""
    text = f"{size} MB instead of {now} MB{told}"
    bound = any(computes(scene, name, now) for name in (seen.resource, f"?:{seen.name}"))
    return Finding(
        resource=seen.resource,
        summary=f"Compute Optimizer found the memory to be too little: {text}",
        citations=(Citation(place=seen.place("reasons"), text=f"{REASON}: {text}"),),
        cause="cpu_starved" if bound else "under_provisioned_memory",
        weight=DECISIVE,
        explains=("timeout", "slow"),
        symptom="slow",
        opens=hurts,
        role=Role.SYMPTOM if hurts else Role.RISK,
        by_status=(("slow", seen.invocations or 1),) if hurts else (),
        invocations=seen.invocations or 1,
        impact="every invocation",
        remedies=(
            SetProperty(
                "MemorySize",
                size,
                f"Set {size} MB, the first of Compute Optimizer's options",
                "more memory costs more per millisecond; work that waits gains nothing",
            ),
        ),
    )


def _typical_ms(scene: Scene, seen: Recommendation) -> float | None:
    """What an invocation takes: the average that Compute Optimizer saw, else medians at hand."""
    average = seen.measured("Duration", "Average")
    if average is not None:
        return average
    known = [scene.case.execute(TYPICAL, resource=r) for r in (seen.resource, f"?:{seen.name}")]
    found = [float(str(rows[0][0])) for rows in known if rows and rows[0][0] is not None]
    return max(found, default=None)
