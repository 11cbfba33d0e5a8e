"""Functions that never use most of their memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.sizes import sizes
from lambda_triage.findings import Citation, Finding, Role, SetProperty, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

USED = 0.4  # of Memory Size at most; our choice
SMALLEST_MB = 512  # below it there is little to save, and CPU is scarce
FEWEST = 30  # invocations that must have been seen
ROOM = 1.5  # times the most ever used is kept


@check(
    id="memory/over-provisioned",
    title="Most of the memory is never used",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("invocations",),
    cause="over_provisioned_memory",
)
def over_provisioned(scene: Scene) -> Iterator[Finding]:
    for size in sizes(scene):
        spare = size.used_mb <= USED * size.memory_mb
        if spare and size.memory_mb > SMALLEST_MB and size.reported >= FEWEST:
            enough = max(SMALLEST_MB, 64 * -(-int(ROOM * size.used_mb) // 64))
            text = f"At most {size.used_mb} of {size.memory_mb} MB are used"
            yield Finding(
                resource=size.resource,
                summary=text,
                citations=(Citation(text=text),),
                cause="over_provisioned_memory",
                invocations=size.reported,
                onset_us=size.first_us,
                remedies=(
                    SetProperty(
                        "MemorySize",
                        enough,
                        f"Try {enough} MB and compare the durations",
                        "less memory is less CPU: work that computes takes longer",
                    ),
                ),
            )
