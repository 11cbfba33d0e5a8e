"""Streams whose records will expire before they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import STRONG
from lambda_triage.evidence.documents import Stream
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Command, Finding, Role, Severity
from lambda_triage.statistics.theil_sen import theil_sen_slope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

DAY_MS = 86_400_000
STEPS = 3  # data points needed for a trend
AGES = """
SELECT resource, time_us, value FROM metrics
WHERE metric IN ('IteratorAge', 'IteratorAgeMilliseconds')
ORDER BY resource, time_us
"""


class _Age(Struct, frozen=True):
    resource: str
    time_us: int
    value: float


@check(
    id="streams/loss-ahead",
    title="Records will expire before they are read",
    severity=Severity.CRITICAL,
    role=Role.SIGNATURE,
    since="0.1",
    reads=(
        "metrics",
        "streams",
    ),
    cause="iterator_age",
)
def loss_ahead(scene: Scene) -> Iterator[Finding]:
    series: dict[str, list[tuple[float, float]]] = {}
    for row in scene.case.rows(AGES, _Age):
        series.setdefault(row.resource, []).append((row.time_us / 1000, row.value))
    for resource, points in series.items():
        kept = _retention_ms(scene, resource)
        if kept is None or len(points) < STEPS:
            continue
        slope = (
            theil_sen_slope([x for x, _ in points], [y for _, y in points]) or 0.0
        )  # ms of age per ms
        last = points[-1][1]
        left = (kept - last) / slope if slope > 0 else float("inf")
        if left >= DAY_MS:
            continue
        text = f"the age is {last / 3_600_000:.1f} h of {kept / 3_600_000:g} h kept, and rises"
        yield Finding(
            resource=scene.key(resource),
            summary=f"Records expire unread in {max(left, 0) / 3_600_000:.1f} h: {text}",
            citations=(Citation(place=Place(0, metric="IteratorAge"), text=text),),
            cause="iterator_age",
            weight=STRONG,
            symptom="lag",
            opens=True,
            remedies=(
                Command(
                    (
                        "aws",
                        "kinesis",
                        "increase-stream-retention-period",
                        "--stream-name",
                        "<stream>",
                        "--retention-period-hours",
                        "168",
                    ),
                    "Keep the records longer first, then let the consumer catch up",
                    "longer retention is billed per shard hour",
                ),
            ),
        )


def _retention_ms(scene: Scene, resource: str) -> float | None:
    """How long the stream behind a function keeps records; DynamoDB keeps them 24 hours."""
    for mapping in scene.mappings(scene.key(resource)):
        if mapping.service == "dynamodb":
            return float(DAY_MS)
        stream = scene.case.document(Stream, mapping.source or "")
        if stream is not None and stream.retention_h is not None:
            return stream.retention_h * 3_600_000.0
    return None
