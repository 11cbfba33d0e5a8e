"""Embedded metrics that CloudWatch Logs could not read, by its own count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

GROUP = "?:/aws/lambda/"

# Metrics of AWS/Logs by log group (CloudWatch Logs user guide, "Monitoring with metrics", 2026).
REJECTED = """
SELECT resource, metric, CAST(sum(value) AS BIGINT) AS events, min(input) AS input,
       min(time_us) FILTER (value > 0) AS first_us
FROM metrics
WHERE metric IN ('EMFValidationErrors', 'EMFParsingErrors') AND coalesce(statistic, 'Sum') = 'Sum'
GROUP BY resource, metric
HAVING events > 0
ORDER BY resource, metric
"""


class _Rejected(Struct, frozen=True):
    resource: str
    metric: str
    events: int
    input: int
    first_us: int


@check(
    id="observability/embedded-metrics-rejected",
    title="CloudWatch rejects embedded metrics",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("metrics",),
)
def embedded_metrics_rejected(scene: Scene) -> Iterator[Finding]:
    for row in scene.case.rows(REJECTED, _Rejected):
        name = row.resource.removeprefix(GROUP)
        invalid = row.metric == "EMFValidationErrors"
        why = "do not follow the embedded metric format" if invalid else "are no readable JSON"
        yield Finding(
            resource=scene.key(f"?:{name}") if row.resource.startswith(GROUP) else row.resource,
            summary=f"{row.events} log events with embedded metrics {why}: their metrics are lost",
            key=row.metric,
            citations=(
                Citation(
                    place=Place(row.input, metric=row.metric),
                    text=f"{row.metric}: {row.events}",
                    time_us=row.first_us,
                ),
            ),
            remedies=(
                EditCode(
                    "Write each event as one line of JSON by the specification: Timestamp in ms,"
                    " a Namespace, at most 100 metrics and 30 dimensions, a member for each"
                ),
            ),
        )
