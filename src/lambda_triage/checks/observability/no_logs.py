"""Functions that are invoked and log nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.evidence.documents import LogGroup
from lambda_triage.findings import Citation, Finding, GrantAction, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.function import FunctionConfiguration

DAY_US = 86_400_000_000

CALLS = """
SELECT m.resource, CAST(sum(value) AS BIGINT) AS calls, max(time_us) FILTER (value > 0) AS last_us,
       (SELECT max(time_us) FROM metrics) AS end_us
FROM metrics AS m
WHERE metric = 'Invocations' AND coalesce(statistic, 'Sum') = 'Sum'
  AND NOT EXISTS (SELECT 1 FROM outcomes AS o WHERE o.resource = m.resource)
GROUP BY m.resource
HAVING calls > 0
ORDER BY m.resource
"""


class _Calls(Struct, frozen=True):
    resource: str
    calls: int
    last_us: int
    end_us: int


@check(
    id="observability/no-logs",
    title="The function is invoked, and its log is empty",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("functions", "metrics", "log_groups"),
)
def no_logs(scene: Scene) -> Iterator[Finding]:
    for row in scene.case.rows(CALLS, _Calls):
        function = scene.function(row.resource)
        if function is None or not function.name:
            continue
        name = function.log_group or f"/aws/lambda/{function.name}"
        group = scene.case.document(LogGroup, name)
        if group is None or group.stored != 0:
            continue
        if group.retention_d and row.end_us - row.last_us >= group.retention_d * DAY_US:
            continue  # what there was may have expired
        yield Finding(
            resource=row.resource,
            summary=f"{row.calls} invocations, and nothing is stored in {name}",
            citations=(Citation(place=group.place("stored"), text=f"storedBytes of {name}: 0"),),
            remedies=(_fix(function, name),),
        )


def _fix(function: FunctionConfiguration, group: str) -> GrantAction:
    where = function.resource.partition(":function:")[0].replace(":lambda:", ":logs:", 1)
    return GrantAction(
        ("logs:CreateLogStream", "logs:PutLogEvents"),
        f"{where}:log-group:{group}:*" if where.startswith("arn:") else None,
        function.role,
        "identity",
        "Allow the execution role to write this log, which is most often what is missing",
    )
