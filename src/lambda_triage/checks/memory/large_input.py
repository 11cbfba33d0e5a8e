"""Functions that now and then need many times their usual memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import HINT
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

TIMES = 3  # the median; our choice. A leak that grows evenly reaches twice its median
FEWEST = 30  # invocations that must have been seen
MATTERS = 0.5  # of Memory Size; below it the next outlier has room

OUTLIERS = """
SELECT resource, reported, memory_mb, p50_mb, p999_mb, input, line
FROM memory_levels
WHERE reported >= $fewest AND p999_mb > $times * p50_mb AND p999_mb >= $matters * memory_mb
ORDER BY resource
"""


class _Outlier(Struct, frozen=True):
    resource: str
    reported: int
    memory_mb: int
    p50_mb: int
    p999_mb: int
    input: int
    line: int


@check(
    id="memory/large-input",
    title="A few invocations need far more memory",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("invocations",),
    cause="oom_killed",
)
def large_input(scene: Scene) -> Iterator[Finding]:
    limits = {"fewest": FEWEST, "times": TIMES, "matters": MATTERS}
    for row in scene.case.rows(OUTLIERS, _Outlier, **limits):
        text = (
            f"Memory is {row.p50_mb} MB in the median and {row.p999_mb} of {row.memory_mb} MB"
            f" in the p99.9 of {row.reported} invocations"
        )
        yield Finding(
            resource=row.resource,
            summary=text,
            citations=(Citation(place=Place(row.input, line=row.line), text=text),),
            cause="oom_killed",
            weight=HINT,
            invocations=row.reported,
            remedies=(
                EditCode(
                    "Read large input as a stream or in parts instead of holding it whole, and"
                    " refuse what is too large; the REPORT line's request id tells which input"
                ),
            ),
        )
