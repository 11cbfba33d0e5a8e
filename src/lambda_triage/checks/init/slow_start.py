"""Cold starts that take long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.checks.nobody_waits import is_scheduled, nobody_waits
from lambda_triage.checks.signature import STRONG
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, EditCode, Finding, Role, SetProperty, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.findings import Remedy

SLOW_US = 1_000_000  # p95 of script runtimes; our choice
HEAVY_SLOW_US = 3_000_000  # p95 of JVM and .NET, and where the runtime is unknown
LIGHT = ("python", "nodejs", "ruby", "go", "provided")
FEW = 20  # invocations, up to which one cold start stands for the rest
OFTEN = 0.05  # of more invocations: as init/often-cold warns
HURTS_US = 5_000_000  # half of the 10 s that an on-demand init may take (Lambda guide, 2026)
STALLS_US = 3_000_000  # and that from which it does where a share of the callers meets it
MANY = 0.2  # of the invocations, warm ones between them (our choice)
FEWEST_COLD = 3  # every log begins with one or two
ONE_VCPU_MB = 1769  # Lambda guide, "Configure Lambda function memory", 2026

SLOW = """
SELECT resource, reported, cold, init_p95_us, init_max_us, duration_p50_us, input, line, time_us,
       cold_us
FROM starts
WHERE init_p95_us >= $slow
ORDER BY resource
"""


class _Starts(Struct, frozen=True):
    resource: str
    reported: int
    cold: int
    init_p95_us: int
    init_max_us: int
    duration_p50_us: int | None
    input: int
    line: int
    time_us: int | None
    cold_us: list[int] | None


@check(
    id="init/slow-start",
    title="Cold starts take long",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("invocations",),
    cause="cold_start_init",
)
def slow_start(scene: Scene) -> Iterator[Finding]:
    for row in scene.case.rows(SLOW, _Starts, slow=SLOW_US):
        function = scene.function(row.resource)
        light = function is not None and (function.runtime or "").startswith(LIGHT)
        if light or row.init_p95_us >= HEAVY_SLOW_US:
            hurts = _hurts(row) and not is_scheduled(row.cold_us or [])
            hurts = hurts and not nobody_waits(scene, row.resource)
            yield _finding(row, function, hurts=hurts)


def _hurts(row: _Starts) -> bool:
    """Whether long starts are more than single ones, and longer than the work itself."""
    if row.init_p95_us < (row.duration_p50_us or 0):
        return False
    often = row.reported <= FEW or row.cold >= OFTEN * row.reported
    many = FEWEST_COLD <= row.cold < row.reported and row.cold >= MANY * row.reported
    return row.init_p95_us >= (STALLS_US if many else HURTS_US) and often


def _finding(row: _Starts, function: FunctionConfiguration | None, *, hurts: bool) -> Finding:
    seconds = row.init_p95_us / 1e6
    return Finding(
        resource=row.resource,
        summary=f"Cold starts spend {seconds:.1f} s (p95) in init:"
        f" {row.cold} of {row.reported} invocations start cold",
        citations=(
            Citation(
                place=Place(row.input, line=row.line),
                text=f"Init Duration: {row.init_max_us / 1000:.2f} ms",
                time_us=row.time_us,
            ),
        ),
        cause="cold_start_init",
        weight=STRONG,
        symptom="slow_start",
        opens=hurts,
        role=Role.SYMPTOM if hurts else Role.RISK,
        invocations=row.cold,
        by_status=(("slow_start", row.cold),),
        onset_us=row.time_us,
        impact=f"{row.cold} of {row.reported} invocations",
        remedies=_fix(function),
    )


def _fix(function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    fixes: list[Remedy] = [
        EditCode("Import and open only what the first request needs; leave out what is unused")
    ]
    runtime = (function.runtime or "") if function else ""
    if runtime.startswith(("java", "python", "dotnet")) and function and not function.is_image:
        fixes.append(
            SetProperty(
                "SnapStart",
                "PublishedVersions",
                "Start from a snapshot; callers must use a published version or an alias",
                "state made during init is shared by all copies of the snapshot",
            )
        )
    if function and function.memory_mb and function.memory_mb < ONE_VCPU_MB:
        told = f"Raise memory to {ONE_VCPU_MB} MB: init then has a whole vCPU"
        fixes.append(SetProperty("MemorySize", ONE_VCPU_MB, told, "costs more per millisecond"))
    return tuple(fixes)
