"""File descriptors that Lambda Insights saw climb within one environment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.checks.climbing import LEAST_GROWTH, climbs
from lambda_triage.checks.signature import DECISIVE, STRONG
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene


ROWS = """
SELECT resource, descriptors_max AS most, descriptors AS levels, first_us, input, line
FROM usage_levels
WHERE len(descriptors) >= 4 AND descriptors_max > 0
  AND descriptors[-1] - descriptors[1] >= $growth * descriptors_max
ORDER BY resource, descriptors[-1] DESC, line
"""
NEAR = 0.9  # of the limit: the next invocation cannot open anything


class _Levels(Struct, frozen=True):
    resource: str
    most: int
    levels: list[int]
    first_us: int | None
    input: int
    line: int


@check(
    id="files/descriptors-climb",
    title="Open file descriptors grow with every invocation",
    severity=Severity.HIGH,
    role=Role.SYMPTOM,
    since="0.1",
    reads=("usage",),
    cause="file_descriptor_exhaustion",
)
def descriptors_climb(scene: Scene) -> Iterator[Finding]:
    done: set[str] = set()
    for row in scene.case.rows(ROWS, _Levels, growth=LEAST_GROWTH):
        resource = scene.key(row.resource)
        if resource not in done and climbs(row.levels):
            done.add(resource)
            yield _finding(resource, row)


def _finding(resource: str, row: _Levels) -> Finding:
    used, runs = row.levels, len(row.levels)
    text = f"fd_use went from {used[0]} to {used[-1]} of {row.most} in {runs} invocations"
    near = max(used) >= NEAR * row.most
    return Finding(
        resource=resource,
        summary=f"Every invocation leaves descriptors open: {text}",
        cause="file_descriptor_exhaustion",
        weight=DECISIVE if near else STRONG,
        symptom="descriptor_growth",
        opens=True,
        explains=("error", "timeout", "crash"),
        citations=(Citation(place=Place(row.input, line=row.line), text=text),),
        invocations=runs,
        by_status=(("descriptor_growth", runs),),
        onset_us=row.first_us,
        impact=f"{runs} invocations",
        remedies=(
            EditCode(
                "Make clients and sessions once outside the handler, and close the files, sockets"
                " and child processes that an invocation opens"
            ),
        ),
    )
