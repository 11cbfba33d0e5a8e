"""Functions that ran faster and cheaper with another memory size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.findings import Citation, Finding, Role, SetProperty, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

FEWEST = 10  # warm invocations at each size; AWS Lambda Power Tuning asks for at least five
BETTER = 0.95  # of cost and of duration: less is within the noise of repeated runs

SIZES = """
SELECT resource, memory_mb, warm, mean_us
FROM memory_sizes
WHERE warm >= $fewest
ORDER BY resource, last_us DESC NULLS LAST, memory_mb
"""


class _Size(Struct, frozen=True):
    resource: str
    memory_mb: int
    warm: int
    mean_us: int

    @property
    def cost(self) -> int:
        """What one invocation costs, in MB × µs."""
        return self.memory_mb * self.mean_us


@check(
    id="cost/faster-size-known",
    title="Another memory size was faster and cheaper",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("invocations",),
    cause="under_provisioned_memory",
)
def faster_size_known(scene: Scene) -> Iterator[Finding]:
    sizes: dict[str, list[_Size]] = {}
    for row in scene.case.rows(SIZES, _Size, fewest=FEWEST):
        sizes.setdefault(row.resource, []).append(row)
    for resource, tried in sizes.items():
        function = scene.function(resource)
        set_mb = function.memory_mb if function else None
        now = next((s for s in tried if s.memory_mb == set_mb), None if set_mb else tried[0])
        best = _best(now, tried) if now else None
        if now and best:
            yield _finding(now, best)


def _best(now: _Size, tried: list[_Size]) -> _Size | None:
    """The cheapest of the sizes that were better in both."""
    better = [s for s in tried if s.cost <= BETTER * now.cost and s.mean_us <= BETTER * now.mean_us]
    return min(better, key=lambda s: (s.cost, s.memory_mb), default=None)


def _finding(now: _Size, best: _Size) -> Finding:
    text = (
        f"At {best.memory_mb} MB invocations took {best.mean_us / 1000:.0f} ms"
        f" instead of {now.mean_us / 1000:.0f} ms at {now.memory_mb} MB,"
        f" and cost {100 - 100 * best.cost // now.cost} % less"
    )
    return Finding(
        resource=now.resource,
        summary=text,
        citations=(Citation(text=text),),
        cause="under_provisioned_memory",
        invocations=now.warm,
        remedies=(
            SetProperty(
                "MemorySize",
                best.memory_mb,
                f"Set {best.memory_mb} MB, which {best.warm} recorded invocations had",
                "compare again if the requests of the two periods differ",
            ),
        ),
    )
