"""A memory size that a measurement shows to be better than the present one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import DECISIVE
from lambda_triage.evidence.documents import Recommendation
from lambda_triage.findings import Finding, Role, SetProperty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.findings import Citation

EXPLAINS = {"cost": ("cost",), "slow": ("timeout", "slow")}
FIRST = "Set {} MB, the first of Compute Optimizer's options"
TRIED = "Set {} MB, which was tried"


def measured_size(
    resource: str,
    summary: str,
    citations: tuple[Citation, ...],
    remedy: tuple[int, str, str],
    *,
    cause: str,
    symptom: str,
    opens: bool,
    invocations: int = 1,
) -> Finding:
    """A finding that proposes the size.

    remedy   MB, what to do with {} for them, and what is uncertain about it
    symptom  cost or slow; an incident of it is opened where *opens*, else it is a risk
    """
    size, told, risk = remedy
    return Finding(
        resource=resource,
        summary=summary,
        citations=citations,
        cause=cause,
        weight=DECISIVE,
        explains=EXPLAINS[symptom],
        symptom=symptom,
        opens=opens,
        role=Role.SYMPTOM if opens else Role.RISK,
        by_status=((symptom, invocations),) if opens else (),
        invocations=invocations,
        impact="every invocation",
        remedies=(SetProperty("MemorySize", size, told.format(size), risk),),
    )


def recommended(scene: Scene, reason: str) -> Iterator[tuple[Recommendation, int, int]]:
    """What Compute Optimizer found for *reason*, with the proposed size and the present one.

    Functions whose size was changed since are left out.
    """
    for seen in scene.case.documents(Recommendation):
        size, now = seen.proposed_mb, seen.memory_mb
        function = scene.function(seen.resource)
        changed = function is not None and function.memory_mb not in (None, now)
        if reason in (seen.reasons or ()) and size and now and not changed:
            yield seen, size, now
