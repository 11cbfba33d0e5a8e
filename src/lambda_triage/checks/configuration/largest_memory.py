"""Functions that have all the memory a function can have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.sizes import sizes
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, EditCode, Finding, Role, SetProperty, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.findings import Remedy

LARGEST_MB = 10_240  # Lambda quotas, function memory, 2026
ROOM = 1.5  # times the most ever used is kept


@check(
    id="configuration/largest-memory",
    title="Memory is at its maximum",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("functions",),
)
def largest_memory(scene: Scene) -> Iterator[Finding]:
    used = {size.resource: size.used_mb for size in sizes(scene)}
    for function in scene.case.functions:
        if function.memory_mb != LARGEST_MB or function.capacity_provider:
            continue
        most = used.get(function.resource)
        told = f"; at most {most} MB were used" if most else ""
        text = f"MemorySize is {LARGEST_MB} MB, the maximum: it cannot grow any more{told}"
        yield Finding(
            resource=function.resource,
            summary=text,
            citations=(
                Citation(place=Place(function.input, path=f"{function.path}MemorySize"), text=text),
            ),
            remedies=(_fix(most),),
        )


def _fix(most: int | None) -> Remedy:
    enough = 64 * -(-int(ROOM * most) // 64) if most else LARGEST_MB
    if enough < LARGEST_MB:
        told = f"Try {enough} MB, half as much again as was ever used, and compare the durations"
        return SetProperty("MemorySize", enough, told, "less memory is less CPU")
    return EditCode("Work on smaller parts, or move the work to where more memory is to be had")
