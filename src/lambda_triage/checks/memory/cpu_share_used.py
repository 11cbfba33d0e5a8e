"""Functions that use all of the CPU their memory size gives them, by Lambda Insights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.checks.nobody_waits import is_felt
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Finding, Role, SetProperty, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

ONE_VCPU_MB = 1769  # Lambda guide, "Configure Lambda function memory", 2026
FEWEST = 4  # measured invocations
ALL = 0.9  # of the share; the rest is entering and leaving the sandbox (our choice)
GAIN = 1.5  # times as fast on a whole vCPU, from which a larger size is worth while

MEASURED = """
SELECT resource, memory_size_mb, runs, duration_us, share, first_us, input, line, cpu_ms, longest_us
FROM cpu_shares
WHERE memory_size_mb BETWEEN 128 AND $most
  AND runs >= $fewest AND share >= $all * memory_size_mb / $vcpu
ORDER BY resource, last_us DESC NULLS LAST, memory_size_mb
"""


class _Measured(Struct, frozen=True):
    resource: str
    memory_size_mb: int
    runs: int
    duration_us: int
    share: float
    first_us: int | None
    input: int
    line: int
    cpu_ms: int
    longest_us: int


@check(
    id="memory/cpu-share-used",
    title="All of the CPU that the memory size gives is used",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("usage",),
    cause="cpu_starved",
)
def cpu_share_used(scene: Scene) -> Iterator[Finding]:
    least = {"fewest": FEWEST, "all": ALL, "vcpu": float(ONE_VCPU_MB)}
    most = int(ONE_VCPU_MB / GAIN)
    for row in scene.case.rows(MEASURED, _Measured, most=most, **least):
        resource = scene.key(row.resource)
        function = scene.function(resource)
        if function is None or function.memory_mb in (None, row.memory_size_mb):
            yield _finding(resource, row, hurts=_hurts(scene, resource, row))


def _hurts(scene: Scene, resource: str, row: _Measured) -> bool:
    return is_felt(scene, resource, row.duration_us)


def _finding(resource: str, row: _Measured, *, hurts: bool) -> Finding:
    given = row.memory_size_mb / ONE_VCPU_MB
    faster = row.duration_us * given / 1e6
    told = f"{row.cpu_ms} ms of CPU in {row.longest_us / 1000:.0f} ms at {row.memory_size_mb} MB"
    return Finding(
        resource=resource,
        summary=f"The work computes all the time: {row.share:.0%} of a CPU is used, and"
        f" {row.memory_size_mb} MB give {given:.0%}; a whole one would take {faster:.1f} s instead"
        f" of {row.duration_us / 1e6:.1f} s",
        citations=(Citation(place=Place(row.input, line=row.line), text=told),),
        cause="cpu_starved",
        weight=DECISIVE,
        explains=("timeout", "slow"),
        symptom="slow",
        opens=hurts,
        role=Role.SYMPTOM if hurts else Role.RISK,
        by_status=(("slow", row.runs),) if hurts else (),
        invocations=row.runs,
        onset_us=row.first_us,
        impact=f"{row.runs} measured invocations",
        remedies=(
            SetProperty(
                "MemorySize",
                ONE_VCPU_MB,
                f"{ONE_VCPU_MB} MB are a whole vCPU; work that computes costs about the same there,"
                " and ends sooner",
                "more than one vCPU helps only work in several threads",
            ),
        ),
    )
