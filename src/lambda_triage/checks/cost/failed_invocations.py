"""What invocations that fail are billed for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

SHARE = 0.05  # of what is billed; our choice
FEWEST = 20  # invocations: a few lines cut out for a failure are no bill

FAILED = """
SELECT resource, billed, failed, mb_ms, failed_mb_ms
FROM bills
WHERE failed_mb_ms > $share * mb_ms AND billed >= $fewest
ORDER BY resource
"""


class _Failed(Struct, frozen=True):
    resource: str
    billed: int
    failed: int
    mb_ms: int
    failed_mb_ms: int


@check(
    id="cost/failed-invocations",
    title="Failed invocations are a part of the bill",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("invocations",),
)
def failed_invocations(scene: Scene) -> Iterator[Finding]:
    for row in scene.case.rows(FAILED, _Failed, share=SHARE, fewest=FEWEST):
        percent = 100 * row.failed_mb_ms // row.mb_ms
        text = (
            f"{percent} % of the billed duration goes to {row.failed} of {row.billed} invocations"
            " that failed"
        )
        yield Finding(
            resource=row.resource,
            summary=text,
            citations=(Citation(text=text),),
            invocations=row.failed,
            remedies=(
                Manual(
                    "Remove the cause of the failures first; each retry of one is billed again",
                    "the causes stand under the incidents of this function",
                ),
            ),
        )
