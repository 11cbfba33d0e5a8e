"""What cold starts are billed for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

# Init is billed for every kind of package since 2025-08-01 (AWS Compute Blog, 2025-04-29).
SHARE = 0.1  # of what is billed; our choice
FEWEST = 20  # invocations
FEWEST_COLD = 5  # cold starts: every log begins with one or two, and that is no rule

COLD = """
SELECT resource, billed, cold, mb_ms, init_mb_ms
FROM bills
WHERE init_mb_ms > $share * mb_ms AND billed >= $fewest AND cold >= $cold
ORDER BY resource
"""


class _Cold(Struct, frozen=True):
    resource: str
    billed: int
    cold: int
    mb_ms: int
    init_mb_ms: int


@check(
    id="cost/init-billed",
    title="Cold starts are a part of the bill",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("invocations",),
    cause="cold_start_init",
)
def init_billed(scene: Scene) -> Iterator[Finding]:
    for row in scene.case.rows(COLD, _Cold, share=SHARE, fewest=FEWEST, cold=FEWEST_COLD):
        percent = 100 * row.init_mb_ms // row.mb_ms
        text = (
            f"{percent} % of the billed duration is init:"
            f" {row.cold} of {row.billed} invocations start cold"
        )
        yield Finding(
            resource=row.resource,
            summary=text,
            citations=(Citation(text=text),),
            cause="cold_start_init",
            invocations=row.cold,
            remedies=(
                EditCode("Import and open only what every request needs; leave out what is unused"),
            ),
        )
