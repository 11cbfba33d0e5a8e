"""Memory that Lambda Insights saw climb within one environment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.checks.climbing import LEAST_GROWTH, climbs
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene


ROWS = """
SELECT resource, memory_size_mb AS most, used_mb AS levels, first_us, input, line
FROM usage_levels
WHERE len(used_mb) >= 4 AND memory_size_mb > 0
  AND used_mb[-1] - used_mb[1] >= $growth * memory_size_mb
ORDER BY resource, used_mb[-1] DESC, line
"""


class _Levels(Struct, frozen=True):
    resource: str
    most: int
    levels: list[int]
    first_us: int | None
    input: int
    line: int


@check(
    id="memory/measured-growth",
    title="Measured memory grows with every invocation",
    severity=Severity.HIGH,
    role=Role.SYMPTOM,
    since="0.1",
    reads=("usage",),
    cause="memory_leak",
)
def measured_growth(scene: Scene) -> Iterator[Finding]:
    done: set[str] = set()
    for row in scene.case.rows(ROWS, _Levels, growth=LEAST_GROWTH):
        resource = scene.key(row.resource)
        if resource not in done and climbs(row.levels):
            done.add(resource)
            yield _finding(resource, row)


def _finding(resource: str, row: _Levels) -> Finding:
    used, runs = row.levels, len(row.levels)
    text = f"used_memory_max went from {used[0]} to {used[-1]} MB in {runs} invocations"
    return Finding(
        resource=resource,
        summary=f"Memory grows with every invocation: {used[0]} to {used[-1]} MB of {row.most} MB",
        cause="memory_leak",
        weight=DECISIVE,
        symptom="memory_growth",
        opens=True,
        citations=(Citation(place=Place(row.input, line=row.line), text=text),),
        invocations=runs,
        by_status=(("memory_growth", runs),),
        onset_us=row.first_us,
        impact=f"{runs} invocations",
        remedies=(
            EditCode(
                "Release what each invocation allocates: bound module-level caches, close sessions"
                " and clients made per invocation, or make them once outside the handler"
            ),
        ),
    )
