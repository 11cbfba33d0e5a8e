"""Time-outs that only cold starts run into."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.findings import Citation, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

SHARE = 0.8  # of the time-outs are cold starts; our choice
FEWEST_WARM = 3  # warm invocations that succeed: the work itself fits into the limit

COLD = """
SELECT resource, timeouts, cold_timeouts, ok, first_us
FROM outcomes
WHERE timeouts > 0 AND cold_timeouts >= $share * timeouts AND ok >= $warm
ORDER BY resource
"""


class _Cold(Struct, frozen=True):
    resource: str
    timeouts: int
    cold_timeouts: int
    ok: int
    first_us: int | None


@check(
    id="timeouts/cold-only",
    title="Only cold starts run into the time-out",
    severity=Severity.MEDIUM,
    role=Role.CONTEXT,
    since="0.1",
    reads=("invocations",),
)
def cold_only(scene: Scene) -> Iterator[Finding]:
    for row in scene.case.rows(COLD, _Cold, share=SHARE, warm=FEWEST_WARM):
        text = f"{row.cold_timeouts} of {row.timeouts} time-outs are cold starts"
        yield Finding(
            resource=row.resource,
            summary=f"{text}, while {row.ok} invocations succeed",
            citations=(Citation(text=text),),
            invocations=row.cold_timeouts,
            onset_us=row.first_us,
        )
