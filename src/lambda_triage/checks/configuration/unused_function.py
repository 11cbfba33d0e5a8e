"""Functions that nobody has called for a month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Command, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

DAY_US = 86_400_000_000
IDLE_D = 30  # days; our choice

# A metric has no points while nothing happens: the end of the window is told by any function.
IDLE = """
WITH calls AS (
    SELECT resource, min(time_us) AS first_us, min(input) AS input,
           max(time_us) FILTER (value > 0) AS used_us
    FROM metrics
    WHERE metric = 'Invocations' AND coalesce(statistic, 'Sum') = 'Sum'
    GROUP BY resource
), told AS (
    SELECT max(time_us) AS end_us FROM metrics WHERE metric IN ('Invocations', 'Errors')
)
SELECT resource, used_us, end_us - coalesce(used_us, first_us) AS idle_us, input
FROM calls, told
WHERE idle_us >= $idle
  AND NOT EXISTS (
      SELECT 1 FROM outcomes AS o
      WHERE o.resource = calls.resource AND o.last_us > coalesce(used_us, first_us))
ORDER BY resource
"""


class _Idle(Struct, frozen=True):
    resource: str
    used_us: int | None
    idle_us: int
    input: int


@check(
    id="configuration/unused-function",
    title="Nobody calls the function",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("functions", "metrics"),
)
def unused_function(scene: Scene) -> Iterator[Finding]:
    for row in scene.case.rows(IDLE, _Idle, idle=IDLE_D * DAY_US):
        function = scene.function(row.resource)
        if function is None:  # other services, too, have a metric of this name
            continue
        days = row.idle_us // DAY_US
        text = f"No invocation in the last {days} days of the metrics"
        name = function.name or row.resource
        yield Finding(
            resource=row.resource,
            summary=text,
            citations=(
                Citation(
                    place=Place(row.input, metric="Invocations"), text=text, time_us=row.used_us
                ),
            ),
            remedies=(
                Command(
                    ("aws", "lambda", "delete-function", "--function-name", name),
                    "delete it, once its owner agrees and its code is kept elsewhere",
                    "a yearly job or a last resort looks just the same; it cannot be undone",
                ),
            ),
        )
