"""Functions that send their metrics by calls to CloudWatch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

FEWEST, SHARE = 3, 0.5  # traces with such a call, and their share: no call of an odd hour
# X-Ray's SDKs name a subsegment of the AWS SDK after the service (X-Ray guide, 2026).
CALLED = """
SELECT s.resource, count(DISTINCT s.trace_id) AS traces,
       (SELECT count(DISTINCT t.trace_id) FROM spans AS t WHERE t.resource = s.resource) AS total,
       CAST(sum(s.end_us - s.start_us) AS BIGINT) AS spent_us,
       min(s.start_us) AS first_us, min(s.input) AS input
FROM spans AS s
WHERE lower(s.name) IN ('cloudwatch', 'monitoring', 'cloudwatch.putmetricdata')
  AND coalesce(s.namespace, 'aws') = 'aws' AND s.end_us IS NOT NULL
GROUP BY s.resource
HAVING traces >= $fewest AND traces >= $share * total
ORDER BY s.resource
"""


class _Called(Struct, frozen=True):
    resource: str
    traces: int
    total: int
    spent_us: int
    first_us: int
    input: int


@check(
    id="observability/metrics-by-call",
    title="Metrics are sent by calls while the caller waits",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("spans",),
)
def metrics_by_call(scene: Scene) -> Iterator[Finding]:
    for row in scene.case.rows(CALLED, _Called, fewest=FEWEST, share=SHARE):
        each = row.spent_us / row.traces / 1000
        text = f"CloudWatch is called in {row.traces} of {row.total} traces, {each:.0f} ms in each"
        yield Finding(
            resource=row.resource,
            summary=f"The invocation waits for its own metrics: {text}",
            citations=(Citation(place=Place(row.input), text=text, time_us=row.first_us),),
            remedies=(
                EditCode(
                    "Write metrics as embedded metric format into the log (Powertools does):"
                    " CloudWatch makes them of it later, and no call is paid or can be throttled"
                ),
            ),
        )
