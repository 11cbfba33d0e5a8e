"""Functions whose role may not write their log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.lacking import lacking
from lambda_triage.checks.policies_of import held_roles
from lambda_triage.evidence.naming import name
from lambda_triage.findings import Citation, Finding, GrantAction, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.function import FunctionConfiguration

# What Lambda calls in the role's name (Lambda guide, 'Sending logs to CloudWatch Logs', 2026).
WRITES = ("logs:CreateLogStream", "logs:PutLogEvents")
SEEN = "SELECT DISTINCT resource FROM invocations"


@check(
    id="rights/no-log-permissions",
    title="The function's role may not write its log",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("functions", "policies"),
    cause="access_denied_identity",
)
def no_log_permissions(scene: Scene) -> Iterator[Finding]:
    seen = {str(row[0]) for row in scene.case.execute(SEEN)}
    for key, known in held_roles(scene):
        function = scene.function(key)
        if function is None or not function.complete or key in seen:
            continue  # whose log is in the evidence may write it
        group = _group(function)
        missing = lacking(known, WRITES, group, f"{group}:*", f"{group}:log-stream:new")
        if not missing:
            continue
        where = group.partition("log-group:")[2]
        text = f"by {known.names} it may not call {' or '.join(missing)} on {where}"
        yield Finding(
            resource=key,
            summary=f"Role {name(known.role)} cannot write the function's log: {text}",
            key=known.role,
            citations=(Citation(place=known.place(""), text=text),),
            cause="access_denied_identity",
            remedies=(
                GrantAction(
                    WRITES,
                    f"{group}:*",
                    known.role,
                    "identity",
                    "Attach AWSLambdaBasicExecutionRole, or allow these two actions",
                ),
            ),
        )


def _group(function: FunctionConfiguration) -> str:
    where = function.resource.partition(":function:")[0].replace(":lambda:", ":logs:", 1)
    return f"{where}:log-group:{function.log_group or f'/aws/lambda/{function.name}'}"
