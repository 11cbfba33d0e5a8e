"""What a smaller memory size would cost, at best and at worst, by the recorded invocations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.facts.prices import duration_usd, per_million
from lambda_triage.findings import Citation, Finding, Role, SetProperty, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.function import FunctionConfiguration

FEWEST = 20  # invocations that must have been seen
SMALLEST_MB = 512  # below it CPU is scarce for every cold start
STEP_MB = 64
ROOM = 1.5  # times the most ever used is kept
SAVING = 0.1  # least share saved; our choice
SLOWEST = 0.8  # of the time-out that the slowest may take at worst; as timeouts/near-limit has it

HISTORY = """
SELECT b.resource, b.billed, b.mb_ms, o.memory_mb, o.max_memory_mb AS used_mb, o.ok_p99_us AS p99_us
FROM bills AS b
JOIN outcomes AS o ON o.resource = b.resource
WHERE b.billed >= $fewest AND o.max_memory_mb IS NOT NULL AND o.ok_p99_us IS NOT NULL AND o.ooms = 0
ORDER BY b.resource
"""


class _History(Struct, frozen=True):
    resource: str
    billed: int
    mb_ms: int
    memory_mb: int
    used_mb: int
    p99_us: int


@check(
    id="cost/smaller-size-priced",
    title="A smaller memory size would cost less",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("functions", "invocations"),
    cause="over_provisioned_memory",
)
def smaller_size_priced(scene: Scene) -> Iterator[Finding]:
    for row in scene.case.rows(HISTORY, _History, fewest=FEWEST):
        function = scene.function(row.resource)
        size = max(SMALLEST_MB, -(-int(ROOM * row.used_mb) // STEP_MB) * STEP_MB)
        if function is None or not function.timeout_s or function.memory_mb != row.memory_mb:
            continue
        worst_us = row.p99_us * row.memory_mb // size
        if size > (1 - SAVING) * row.memory_mb or worst_us > SLOWEST * 1e6 * function.timeout_s:
            continue
        yield _finding(row, function, size, worst_us)


def _finding(row: _History, function: FunctionConfiguration, size: int, worst_us: int) -> Finding:
    now = duration_usd(row.mb_ms, function.architecture)
    best = now * size / row.memory_mb
    text = (
        f"At {size} instead of {row.memory_mb} MB a million invocations would cost"
        f" {per_million(best, row.billed)} if they wait, {per_million(now, row.billed)} as now if"
        f" they compute, with a p99 of {row.p99_us / 1000:.0f} to {worst_us / 1000:.0f} ms"
    )
    return Finding(
        resource=row.resource,
        summary=text,
        citations=(Citation(text=text),),
        cause="over_provisioned_memory",
        invocations=row.billed,
        remedies=(
            SetProperty(
                "MemorySize",
                size,
                f"Try {size} MB: cheapest if the work waits, as dear as now if it computes",
                "work that computes takes longer",
            ),
        ),
    )
