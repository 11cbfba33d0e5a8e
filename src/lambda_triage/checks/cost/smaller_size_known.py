"""Functions that were as fast with less memory in another period of their log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.checks.less_memory import less_memory
from lambda_triage.checks.tried import Trial, Tried, present_mb
from lambda_triage.findings import Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.findings import Finding

FEWEST = 5  # warm invocations at each size: what AWS Lambda Power Tuning asks for
TAIL = 1.25  # times the longest one at the present size, at most (our choice)

# Sizes at which everything went well.
SIZES = """
SELECT resource, memory_mb, CAST(avg(duration_us) AS BIGINT) AS duration_us,
       max(duration_us) AS longest_us,
       arg_max(input, (duration_us, input, line)) AS input,
       arg_max(line, (duration_us, input, line)) AS line
FROM invocations
WHERE NOT coalesce(cold_start, false) AND duration_us > 0 AND memory_mb IS NOT NULL
GROUP BY resource, memory_mb
HAVING count(*) >= $fewest AND count(*) FILTER (status NOT IN ('ok', 'unknown')) = 0
ORDER BY resource, memory_mb
"""


class _Size(Struct, frozen=True):
    resource: str
    memory_mb: int
    duration_us: int
    longest_us: int
    input: int
    line: int

    @property
    def trial(self) -> Trial:
        where = (self.input, "", self.line)
        return Trial(self.resource, self.memory_mb, self.duration_us, None, *where)


@check(
    id="cost/smaller-size-known",
    title="Another period was as fast with less memory",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("invocations",),
    cause="over_provisioned_memory",
)
def smaller_size_known(scene: Scene) -> Iterator[Finding]:
    sizes: dict[str, list[_Size]] = {}
    for row in scene.case.rows(SIZES, _Size, fewest=FEWEST):
        sizes.setdefault(row.resource, []).append(row)
    for resource, seen in sizes.items():
        present = present_mb(scene, resource)
        now = next((s for s in seen if s.memory_mb == present), None)
        if now is not None:
            calm = [s for s in seen if s is not now and s.longest_us <= TAIL * now.longest_us]
            others = tuple(s.trial for s in calm)
            yield from less_memory(scene, Tried(resource, now.trial, others))
