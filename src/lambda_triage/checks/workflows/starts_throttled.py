"""State machines whose transitions are throttled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Command, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene


THROTTLED = """
SELECT resource, sum(value) AS total, min(time_us) FILTER (value > 0) AS first_us,
       min(input) AS input
FROM metrics
WHERE metric = 'ExecutionThrottled'
GROUP BY resource HAVING total > 0 ORDER BY resource
"""


class _Throttled(Struct, frozen=True):
    resource: str
    total: float
    first_us: int | None
    input: int


@check(
    id="workflows/starts-throttled",
    title="Step Functions throttles the workflow",
    severity=Severity.MEDIUM,
    role=Role.SIGNATURE,
    since="0.1",
    reads=("metrics",),
    cause="account_quota_limit",
)
def starts_throttled(scene: Scene) -> Iterator[Finding]:
    for row in scene.case.rows(THROTTLED, _Throttled):
        yield Finding(
            resource=row.resource,
            summary=f"Step Functions throttled {row.total:,.0f} state transitions",
            citations=(
                Citation(
                    place=Place(row.input, metric="ExecutionThrottled"),
                    text=f"ExecutionThrottled: {row.total:g}",
                    time_us=row.first_us,
                ),
            ),
            cause="account_quota_limit",
            weight=DECISIVE,
            symptom="workflow",
            opens=True,
            onset_us=row.first_us,
            remedies=(
                Command(
                    ("aws", "service-quotas", "list-service-quotas", "--service-code", "states"),
                    "Compare the state transition quotas, and ask for more",
                ),
            ),
        )
