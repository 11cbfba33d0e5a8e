"""Errors that only the metric shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene


METRIC = "Errors"
SEEN = """
SELECT resource, sum(value) FILTER (metric = 'Errors') AS total,
       coalesce(sum(value) FILTER (metric = 'Invocations'), 0) AS invocations,
       min(time_us) FILTER (metric = 'Errors' AND value > 0) AS first_us, min(input) AS input
FROM metrics
WHERE metric IN ('Errors', 'Invocations') AND coalesce(statistic, 'Sum') = 'Sum'
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


LEAST = 0.01  # of the invocations; our choice


@check(
    id="errors/errors-metric",
    title="The Errors metric shows failures",
    severity=Severity.HIGH,
    role=Role.SYMPTOM,
    since="0.1",
    reads=("metrics",),
)
def errors_metric(scene: Scene) -> Iterator[Finding]:
    for row in scene.case.rows(SEEN, _Seen):
        if row.total < LEAST * row.invocations or _logged(scene, row.resource):
            continue
        text = f"{METRIC}: {row.total:g}"
        of = f" of {row.invocations:,.0f}" if row.invocations else ""
        summary = f"{row.total:,.0f}{of} invocations failed, by the metric"
        yield Finding(
            resource=scene.key(row.resource),
            summary=summary,
            citations=(
                Citation(place=Place(row.input, metric=METRIC), text=text, time_us=row.first_us),
            ),
            symptom="error",
            opens=True,
            invocations=int(row.total),
            by_status=(("error", int(row.total)),),
            onset_us=row.first_us,
        )


def _logged(scene: Scene, resource: str) -> bool:
    """Whether a log of the function shows failures of its own, which tell more."""
    key = scene.key(resource)
    sql = "SELECT count(*) FROM outcomes WHERE resource = $key AND invocations > ok + unknown"
    return bool(scene.case.execute(sql, key=key)[0][0])
