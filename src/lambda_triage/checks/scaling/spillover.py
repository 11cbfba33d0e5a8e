"""Provisioned concurrency that does not suffice."""

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


METRIC = "ProvisionedConcurrencySpilloverInvocations"
SEEN = """
SELECT resource, sum(value) FILTER (metric = $metric) AS total,
       coalesce(sum(value) FILTER (metric = 'Invocations'), 0) AS invocations,
       min(time_us) FILTER (metric = $metric AND value > 0) AS first_us, min(input) AS input
FROM metrics
WHERE metric IN ($metric, 'Invocations') AND coalesce(statistic, 'Sum') = 'Sum'
GROUP BY resource
HAVING total > 0
ORDER BY resource
"""


class _Seen(Struct, frozen=True):
    resource: str
    total: float
    invocations: float
    first_us: int | None
    input: int


LEAST = 0.01  # of the invocations: single ones at a peak are what the pool is sized for


@check(
    id="scaling/spillover",
    title="Demand exceeds provisioned concurrency",
    severity=Severity.MEDIUM,
    role=Role.SIGNATURE,
    since="0.1",
    reads=("metrics",),
    cause="provisioned_concurrency_spillover",
)
def spillover(scene: Scene) -> Iterator[Finding]:
    for row in scene.case.rows(SEEN, _Seen, metric=METRIC):
        if row.total < LEAST * row.invocations:
            continue
        text = f"{METRIC}: {row.total:g}"
        summary = f"{row.total:,.0f} invocations found no provisioned environment and started cold"
        yield Finding(
            resource=scene.key(row.resource),
            summary=summary,
            citations=(
                Citation(place=Place(row.input, metric=METRIC), text=text, time_us=row.first_us),
            ),
            cause="provisioned_concurrency_spillover",
            weight=DECISIVE,
            symptom="slow_start",
            opens=True,
            invocations=int(row.total),
            by_status=(("slow_start", int(row.total)),),
            onset_us=row.first_us,
            remedies=(
                Command(
                    (
                        "aws",
                        "application-autoscaling",
                        "put-scaling-policy",
                        "--policy-name",
                        "<name>",
                        "--service-namespace",
                        "lambda",
                        "--resource-id",
                        f"function:{row.resource.rpartition(':')[2]}:<alias>",
                        "--scalable-dimension",
                        "lambda:function:ProvisionedConcurrency",
                        "--policy-type",
                        "TargetTrackingScaling",
                    ),
                    "Raise it, let it follow its utilisation, or move the schedule before the peak",
                    "provisioned environments are billed while they wait",
                ),
            ),
        )
