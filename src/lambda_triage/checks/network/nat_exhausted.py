"""NAT gateways that run out of ports or drop packets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

# 55,000 at once per address and destination (VPC guide, NAT gateway basics, 2026). A port that
# could not be given counts as ErrorPortAllocation (NAT gateway metrics and dimensions, 2026).
ERRORS = """
SELECT resource, metric, sum(value) AS total, min(time_us) FILTER (value > 0) AS first_us,
       min(input) AS input
FROM metrics
WHERE metric IN ('ErrorPortAllocation', 'PacketsDropCount')
GROUP BY resource, metric
HAVING total > 0
ORDER BY resource, metric
"""


class _Dropped(Struct, frozen=True):
    resource: str
    metric: str
    total: float
    first_us: int | None
    input: int


@check(
    id="network/nat-exhausted",
    title="The NAT gateway drops connections",
    severity=Severity.HIGH,
    role=Role.SIGNATURE,
    since="0.1",
    reads=("metrics",),
    cause="nat_exhausted",
)
def nat_exhausted(scene: Scene) -> Iterator[Finding]:
    for row in scene.case.rows(ERRORS, _Dropped):
        users = [f.resource for f in scene.case.functions if f.vpc] or [row.resource]
        what = "no port was free" if row.metric == "ErrorPortAllocation" else "packets were dropped"
        for resource in users:
            yield Finding(
                resource=resource,
                summary=f"The NAT gateway is exhausted: {row.total:,.0f} times {what}",
                key=row.metric,
                citations=(
                    Citation(
                        place=Place(row.input, metric=row.metric),
                        text=f"{row.metric}: {row.total:g}",
                        time_us=row.first_us,
                    ),
                ),
                cause="nat_exhausted",
                weight=DECISIVE,
                symptom="error",
                explains=("timeout", "error", "slow"),
                opens=True,
                onset_us=row.first_us,
                remedies=(
                    Manual(
                        "Reuse connections, send AWS traffic through VPC endpoints, and give the"
                        " gateway more addresses or the zone a second gateway",
                        "which of them depends on what goes through it",
                    ),
                ),
            )
