"""Memory sizes that Power Tuning tried, beside the one that a function has."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.evidence.documents import Recommendation
from lambda_triage.evidence.naming import UNNAMED
from lambda_triage.evidence.place import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

ONE_VCPU_MB = 1769  # Lambda guide, "Configure Lambda function memory", 2026
FEWEST = 4  # measured invocations, as memory/cpu-share-used asks for
ALL = 0.9  # of the share, as it has it

TRIALS = """
SELECT resource, memory_mb, duration_us, usd, input, path, NULL AS line
FROM trials
ORDER BY resource, memory_mb, duration_us, input, path
"""
NAMES = """
SELECT DISTINCT resource FROM invocations UNION SELECT DISTINCT resource FROM usage ORDER BY 1
"""
LAST = """
SELECT memory_mb FROM invocations
WHERE resource IN ($resource, '?:unknown') AND memory_mb IS NOT NULL
ORDER BY resource = $resource DESC, coalesce(end_us, start_us) DESC NULLS LAST, memory_mb LIMIT 1
"""
COMPUTES = """
SELECT count(*) FROM cpu_shares
WHERE resource = $resource AND memory_size_mb = $size AND runs >= $fewest
  AND share >= $all * memory_size_mb / $vcpu
"""


class Trial(Struct, frozen=True):
    """One memory size: means of what was measured there."""

    resource: str
    memory_mb: int
    duration_us: int
    usd: float | None
    input: int
    path: str
    line: int | None

    @property
    def place(self) -> Place:
        """Where it stands."""
        if self.line is not None:
            return Place(self.input, line=self.line)
        return Place(self.input, path=self.path)

    def costs(self, other: Trial) -> float:
        """Times what an invocation costs at the size of *other*."""
        if self.usd and other.usd:
            return self.usd / other.usd
        return self.memory_mb * self.duration_us / (other.memory_mb * other.duration_us)

    def takes(self, other: Trial) -> float:
        """Times what an invocation takes at the size of *other*."""
        return self.duration_us / other.duration_us


class Tried(Struct, frozen=True):
    """The sizes of one function: the present one, and the others."""

    resource: str
    now: Trial
    others: tuple[Trial, ...]


def tried(scene: Scene) -> Iterator[Tried]:
    """Functions whose present size was among those that were tried."""
    by_function: dict[str, list[Trial]] = defaultdict(list)
    for row in scene.case.rows(TRIALS, Trial):
        by_function[_named(scene, row.resource)].append(row)
    for resource, trials in sorted(by_function.items()):
        present = present_mb(scene, resource)
        now = next((t for t in trials if t.memory_mb == present), None)
        if now is not None:
            yield Tried(resource, now, tuple(t for t in trials if t.memory_mb != present))


def present_mb(scene: Scene, resource: str) -> int | None:
    """The memory size: as it is set, else as the last invocation had it, else as AWS saw it."""
    function = scene.function(resource)
    if function is not None and function.memory_mb:
        return function.memory_mb
    rows = scene.case.execute(LAST, resource=resource)
    if rows:
        return int(str(rows[0][0]))
    seen = [r.memory_mb for r in scene.case.documents(Recommendation) if r.resource == resource]
    return seen[0] if seen else None


def computes(scene: Scene, resource: str, size_mb: int) -> bool:
    """Whether Lambda Insights shows all of the CPU used that the size gives."""
    told = {"fewest": FEWEST, "all": ALL, "vcpu": float(ONE_VCPU_MB), "size": size_mb}
    return bool(scene.case.execute(COMPUTES, resource=resource, **told)[0][0])


def _named(scene: Scene, resource: str) -> str:
    """The function that a trial was about; where it does not say, the only one at hand."""
    if resource != UNNAMED:
        return scene.key(resource)
    known = {f.resource for f in scene.case.functions}
    known |= {r.resource for r in scene.case.documents(Recommendation)}
    known |= {str(row[0]) for row in scene.case.execute(NAMES)}
    named = {scene.key(name) for name in known} - {UNNAMED}
    return named.pop() if len(named) == 1 else UNNAMED
