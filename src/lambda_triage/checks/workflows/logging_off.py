"""Express workflows that leave no trace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.evidence.documents import StateMachine
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene


@check(
    id="workflows/logging-off",
    title="An Express workflow keeps no log",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("state_machines",),
)
def logging_off(scene: Scene) -> Iterator[Finding]:
    for machine in scene.case.documents(StateMachine):
        if machine.type != "EXPRESS" or machine.log_level != "OFF":
            continue
        text = "loggingConfiguration.level is OFF"
        yield Finding(
            resource=machine.resource,
            summary=f"Express executions keep no history of their own: {text}",
            citations=(Citation(place=machine.place("log_level"), text=text),),
            remedies=(
                Manual(
                    "Set the level to ERROR or ALL with includeExecutionData, and a log group",
                    "the log group and what may be logged are the owner's choice",
                ),
            ),
        )
