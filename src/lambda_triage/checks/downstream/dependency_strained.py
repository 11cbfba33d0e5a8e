"""Services whose own metrics rise together with the function's durations."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.checks.shift import slower
from lambda_triage.checks.signature import STRONG
from lambda_triage.checks.step import step_up
from lambda_triage.evidence.naming import name
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.checks.shift import Shift

HIGHER = 1.5  # times its level before: below it, it may only follow the traffic (our choice)
BESIDE = 2  # periods between the one rise and the other
BUSY = 50.0  # percent, below which a processor has room, however much it rose (our choice)
QUEUED = 1.0  # requests or sessions on average, below which hardly any of them waits
LEAST = {"CPUUtilization": BUSY, "EngineCPUUtilization": BUSY,
         "DiskQueueDepth": QUEUED, "DBLoad": QUEUED}  # fmt: skip
# What these services report of their own work (CloudWatch metrics of Amazon RDS, OpenSearch
# Service, DynamoDB and ElastiCache, 2026). Connections are not among them: a slow function opens
# more of them by itself. Nor are the latencies of load balancers and API Gateway: they stand in
# front of functions, and have the function's own duration in them.
OF_OTHERS = """
SELECT resource, metric, time_us, max(value) AS value, min(input) AS input
FROM metrics
WHERE metric IN ('CPUUtilization', 'EngineCPUUtilization', 'ReadLatency', 'WriteLatency',
                 'DiskQueueDepth', 'CommitLatency', 'SelectLatency', 'DMLLatency', 'DBLoad',
                 'SuccessfulRequestLatency', 'SearchLatency', 'IndexingLatency',
                 'SuccessfulReadRequestLatency')
  AND time_us IS NOT NULL AND coalesce(statistic, 'Average') NOT IN ('Sum', 'SampleCount')
GROUP BY resource, metric, time_us
ORDER BY resource, metric, time_us
"""


class _Point(Struct, frozen=True):
    resource: str
    metric: str
    time_us: int
    value: float
    input: int


@check(
    id="downstream/dependency-strained",
    title="A dependency's own metrics rise with the durations",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("metrics",),
    cause="slow_downstream",
)
def dependency_strained(scene: Scene) -> Iterator[Finding]:
    series: dict[tuple[str, str], list[_Point]] = defaultdict(list)
    for point in scene.case.rows(OF_OTHERS, _Point):
        series[point.resource, point.metric].append(point)
    shifts = slower(scene) if series else []
    for (resource, _), points in sorted(series.items()):
        step = step_up([point.value for point in points], HIGHER)
        at = points[step.index] if step else points[0]
        if step is None or step.after < LEAST.get(at.metric, 0.0):
            continue
        period = at.time_us - points[step.index - 1].time_us
        for shift in shifts:
            own = scene.key(resource) == shift.resource
            if not own and abs(at.time_us - shift.onset_us) <= BESIDE * period:
                yield _finding(shift, at, step.before, step.after)


def _finding(shift: Shift, at: _Point, before: float, after: float) -> Finding:
    peer = name(at.resource)
    text = f"{at.metric} of {peer} rose from {before:.3g} to {after:.3g}"
    return Finding(
        resource=shift.resource,
        summary=f"{text} when the durations rose from {shift.before_us / 1000:.0f} to"
        f" {shift.after_us / 1000:.0f} ms",
        key=f"{at.resource} {at.metric}",
        citations=(
            Citation(place=Place(at.input, metric=at.metric), text=text, time_us=at.time_us),
            shift.citation,
        ),
        cause="slow_downstream",
        weight=STRONG,
        explains=("slow",),
        onset_us=at.time_us,
        remedies=(
            Manual(
                f"Find what strains {peer} since then: its slow queries, burst credits, other"
                " callers, and its size",
                f"what {peer} was doing stands in its own logs",
            ),
        ),
    )
