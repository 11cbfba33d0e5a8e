"""Memory that climbs from invocation to invocation within one environment."""

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

MOST = 200  # environments looked at per case, those with most growth first

RISING = """
SELECT resource, environment, memory_mb, cold_starts, ooms, input, line, used_mb
FROM memory_series
WHERE used_mb[-1] - used_mb[1] >= $growth * memory_mb
  AND (environment IS NOT NULL OR cold_starts <= 1)
ORDER BY used_mb[-1] - used_mb[1] DESC, resource, environment
LIMIT $most
"""


class Series(Struct, frozen=True):
    """One environment's memory after each of its invocations, MB."""

    resource: str
    environment: str | None
    memory_mb: int
    cold_starts: int
    ooms: int
    input: int
    line: int
    used_mb: list[int]


@check(
    id="memory/growth",
    title="Memory grows with every invocation",
    severity=Severity.HIGH,
    role=Role.SYMPTOM,
    since="0.1",
    reads=("invocations",),
    cause="memory_leak",
)
def growth(scene: Scene) -> Iterator[Finding]:
    found: dict[str, list[Series]] = {}
    for series in scene.case.rows(RISING, Series, growth=LEAST_GROWTH, most=MOST):
        if climbs(series.used_mb):
            found.setdefault(series.resource, []).append(series)
    for resource, environments in sorted(found.items()):
        yield _finding(resource, environments)


def _finding(resource: str, environments: list[Series]) -> Finding:
    worst = environments[0]
    used, runs = worst.used_mb, sum(len(e.used_mb) for e in environments)
    ooms = sum(e.ooms for e in environments)
    count = len(environments)
    where = f"in {count} environments" if count > 1 else "in its environment"
    place = Place(worst.input, line=worst.line)
    told = f"Max Memory Used went from {used[0]} to {used[-1]} MB in {len(used)} invocations"
    return Finding(
        resource=resource,
        summary=f"Memory grows with every invocation {where}: {used[0]} to {used[-1]} MB"
        f" of {worst.memory_mb} MB",
        cause="memory_leak",
        weight=DECISIVE,
        symptom="memory_growth",
        opens=True,
        citations=(Citation(place=place, text=told),),
        invocations=runs,
        by_status=(("memory_growth", runs), *([("oom", ooms)] if ooms else [])),
        impact=f"{runs} invocations",
        remedies=(
            EditCode(
                "Release what each invocation allocates: bound module-level caches, close sessions"
                " and clients made per invocation, or make them once outside the handler"
            ),
        ),
    )
