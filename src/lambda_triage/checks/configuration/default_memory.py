"""Functions that were left with the smallest memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Finding, Role, SetProperty, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

DEFAULT_MB = 128  # CreateFunction, MemorySize: default and least (Lambda API reference, 2026)
TRY_MB = 512
VCPU_MB = 1769  # memory that comes with one vCPU (Lambda guide, "Configure memory", 2026)
LEAN = ("go", "provided")  # compiled code that may well be content with it


@check(
    id="configuration/default-memory",
    title="Memory is left at its default",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("functions",),
)
def default_memory(scene: Scene) -> Iterator[Finding]:
    for function in scene.case.functions:
        if function.memory_mb != DEFAULT_MB or (function.runtime or "").startswith(LEAN):
            continue
        text = (
            f"MemorySize is {DEFAULT_MB} MB, the default: {DEFAULT_MB * 100 // VCPU_MB} % of a vCPU"
        )
        yield Finding(
            resource=function.resource,
            summary=text,
            citations=(
                Citation(place=Place(function.input, path=f"{function.path}MemorySize"), text=text),
            ),
            remedies=(
                SetProperty(
                    "MemorySize",
                    TRY_MB,
                    f"Try {TRY_MB} MB and compare Duration × memory: it often costs no more",
                    "costs more per millisecond; work that only waits does not get faster",
                ),
            ),
        )
