"""Kafka consumers whose offset lag grows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.checks.series import counts
from lambda_triage.checks.signature import HINT, STRONG
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Command, Finding, Manual, Role, Severity
from lambda_triage.statistics.theil_sen import theil_sen_slope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

STEPS = 3  # data points needed for a trend
STEADY = 0.5  # of the rise: the trend makes it, and not the last data point

LAGS = """
SELECT resource, time_us, value FROM metrics
WHERE metric IN ('OffsetLag', 'MaxOffsetLag', 'SumOffsetLag')
ORDER BY resource, time_us
"""


class _Lag(Struct, frozen=True):
    resource: str
    time_us: int
    value: float


@check(
    id="streams/offset-lag",
    title="The Kafka consumer falls behind",
    severity=Severity.HIGH,
    role=Role.SIGNATURE,
    since="0.1",
    reads=("metrics",),
    cause="iterator_age",
)
def offset_lag(scene: Scene) -> Iterator[Finding]:
    series: dict[str, list[tuple[float, float]]] = {}
    for row in scene.case.rows(LAGS, _Lag):
        series.setdefault(row.resource, []).append((row.time_us / 1e6, row.value))
    invoked = {scene.key(s.resource): s for s in counts(scene, "Invocations")}
    for resource, points in series.items():
        if len(points) < STEPS or points[-1][1] <= 2 * points[0][1]:
            continue
        slope = theil_sen_slope([x for x, _ in points], [y for _, y in points]) or 0.0
        span = points[-1][0] - points[0][0]
        if slope * span < STEADY * (points[-1][1] - points[0][1]):
            continue
        text = f"OffsetLag rose from {points[0][1]:,.0f} to {points[-1][1]:,.0f} messages"
        calls = invoked.get(scene.key(resource))
        idle = calls is not None and calls.total < len(calls.points)
        yield (
            _idle(scene, resource, text, points)
            if idle
            else _slow(scene, resource, text, points, slope)
        )


def _slow(
    scene: Scene, resource: str, text: str, points: list[tuple[float, float]], slope: float
) -> Finding:
    return Finding(
        resource=scene.key(resource),
        summary=f"The Kafka consumer falls behind by {slope * 60:,.0f} messages a minute",
        citations=(Citation(place=Place(0, metric="OffsetLag"), text=text),),
        cause="iterator_age",
        weight=STRONG,
        symptom="lag",
        opens=True,
        onset_us=round(points[0][0] * 1e6),
        remedies=(
            Command(
                (
                    "aws",
                    "lambda",
                    "update-event-source-mapping",
                    "--uuid",
                    "<uuid>",
                    "--provisioned-poller-config",
                    "MinimumPollers=2,MaximumPollers=20",
                ),
                "Give the mapping provisioned pollers, and the topic more partitions",
                "pollers are billed by the hour",
            ),
        ),
    )


def _idle(scene: Scene, resource: str, text: str, points: list[tuple[float, float]]) -> Finding:
    """Nobody is slow where nobody is called: the poller does not get at the records."""
    return Finding(
        resource=scene.key(resource),
        summary=f"{text}, and the function is hardly ever invoked: the poller reads nothing",
        citations=(Citation(place=Place(0, metric="OffsetLag"), text=text),),
        cause="kafka_connectivity",
        weight=HINT,
        symptom="lag",
        opens=True,
        onset_us=round(points[0][0] * 1e6),
        remedies=(
            Manual(
                "Compare LastProcessingResult of the mapping, the cluster's security groups (they"
                " have to admit themselves), its authentication and the starting position",
                "the evidence shows only that nothing is read",
            ),
        ),
    )
