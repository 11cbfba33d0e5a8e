"""Functions that come close to their memory without having been killed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.more_memory import more_memory
from lambda_triage.checks.sizes import sizes
from lambda_triage.findings import Citation, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

NEAR = 0.9  # of Memory Size; our choice


@check(
    id="memory/near-limit",
    title="Memory is nearly used up",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("invocations",),
    cause="oom_killed",
)
def near_limit(scene: Scene) -> Iterator[Finding]:
    for size in sizes(scene):
        if size.ooms == 0 and size.used_mb >= NEAR * size.memory_mb:
            text = f"Max Memory Used reached {size.used_mb} of {size.memory_mb} MB"
            yield Finding(
                resource=size.resource,
                summary=text,
                citations=(Citation(text=text),),
                cause="oom_killed",
                invocations=size.reported,
                onset_us=size.first_us,
                remedies=(
                    more_memory(
                        size.memory_mb,
                        scene.function(size.resource),
                        "{} before one larger input ends in a kill",
                    ),
                ),
            )
