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

# 55,000 at once per address and destination (Amazon VPC User Guide, "NAT gateway basics", 2026).
# A port that could not be given counts as ErrorPortAllocation ("Monitor NAT gateways with Amazon
# CloudWatch", 2026). Of the packets a few are always dropped: AWS names 0.01 % of those that come
# in from both sides as the share from which something is wrong (the same page): PacketsDropCount /
# (PacketsInFromSource + PacketsInFromDestination); without these no drop is told.
ERRORS = """
WITH totals AS (
    SELECT resource, metric, sum(value) AS total, min(time_us) FILTER (value > 0) AS first_us,
           min(input) AS input
    FROM metrics
    WHERE metric IN ('ErrorPortAllocation', 'PacketsDropCount', 'PacketsInFromSource',
                     'PacketsInFromDestination')
    GROUP BY resource, metric
), sizes AS (
    SELECT resource, time_us, value,
           min(gap_us) OVER (PARTITION BY resource, metric) AS period_us
    FROM (SELECT resource, metric, time_us, value,
                 time_us - lag(time_us) OVER (PARTITION BY resource, metric ORDER BY time_us)
                     AS gap_us
          FROM metrics
          WHERE metric IN ('BytesInFromDestination', 'BytesOutToDestination')
            AND time_us IS NOT NULL)
), full_at AS (
    SELECT DISTINCT resource, time_us FROM sizes
    WHERE period_us > 0 AND 8e6 * value / period_us >= $fill
), narrow AS (  -- drops while its bandwidth is used up
    SELECT m.resource, sum(m.value) AS total FROM metrics AS m
    JOIN full_at AS f ON f.resource = m.resource AND f.time_us = m.time_us
    WHERE m.metric = 'PacketsDropCount' GROUP BY m.resource
), packets AS (
    SELECT resource, sum(total) AS came FROM totals
    WHERE metric IN ('PacketsInFromSource', 'PacketsInFromDestination')
    GROUP BY resource HAVING count(*) = 2
)
SELECT t.resource, metric, t.total, first_us, input, came
FROM totals AS t LEFT JOIN packets AS p ON p.resource = t.resource
LEFT JOIN narrow AS n ON n.resource = t.resource
WHERE metric = 'ErrorPortAllocation' AND t.total > 0
   OR metric = 'PacketsDropCount' AND (t.total > $share * came OR n.total > 0)
ORDER BY t.resource, metric
"""
# From 5 it scales to 100 Gbit/s ("NAT gateway basics", 2026); nine tenths on average are full.
FULL_BITS = 90e9
DROPPED = 0.0001  # of the packets ("Monitor NAT gateways with Amazon CloudWatch", 2026)


class _Dropped(Struct, frozen=True):
    resource: str
    metric: str
    total: float
    first_us: int | None
    input: int
    came: float | None


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
    for row in scene.case.rows(ERRORS, _Dropped, share=DROPPED, fill=FULL_BITS):
        users = [f.resource for f in scene.case.functions if f.vpc] or [row.resource]
        what = "no port was free" if row.metric == "ErrorPortAllocation" else "a packet was dropped"
        if row.metric == "PacketsDropCount":
            what += f", of {row.came:,.0f} that came" if row.came else ", at its full bandwidth"
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
