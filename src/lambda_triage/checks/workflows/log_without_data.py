"""Workflows whose log leaves out the data of the states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.evidence.documents import Known, StateMachine
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

OFF = "OFF"


@check(
    id="workflows/log-without-data",
    title="The log of an Express workflow leaves out the data",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("state_machines",),
)
def log_without_data(scene: Scene) -> Iterator[Finding]:
    for machine in scene.case.documents(StateMachine):
        # A Standard workflow keeps input and output in its history; the log is all Express has.
        express = (machine.type or "").upper() == "EXPRESS"
        on = machine.log_level is not None and machine.log_level.upper() != OFF
        unset = machine.log_data is None and "log_data" not in machine.given
        hidden = machine.log_data is False or (unset and machine.known is Known.TEMPLATE)
        if not (express and on and hidden):
            continue
        text = f"logging level {machine.log_level}, includeExecutionData off"
        yield Finding(
            resource=machine.resource,
            summary=f"The log tells which state failed, not with what input: {text}",
            citations=(Citation(place=machine.place("log_data"), text=text),),
            remedies=(
                EditCode(
                    "Set IncludeExecutionData, if the data may be kept in the log; else log an id"
                    " in each function"
                ),
            ),
        )
