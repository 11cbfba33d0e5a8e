"""Tasks without any time limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.states import states
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene


@check(
    id="workflows/no-time-limit",
    title="A task has no time limit",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("state_machines",),
)
def no_time_limit(scene: Scene) -> Iterator[Finding]:
    for state in states(scene):
        limits = [k for k in state.body if k.startswith(("TimeoutSeconds", "HeartbeatSeconds"))]
        if state.body.get("Type") != "Task" or limits or state.function is None:
            continue
        whole = state.machine.definition
        if isinstance(whole, dict) and "TimeoutSeconds" in whole:
            continue
        text = f"{state.name} has no TimeoutSeconds"
        yield Finding(
            resource=state.machine.resource,
            summary=f"A task that hangs holds the execution for up to a year: {text}",
            key=state.name,
            citations=(Citation(place=Place(state.machine.input, path=state.path), text=text),),
            remedies=(EditCode(f"Give {state.name}, or the whole machine, TimeoutSeconds"),),
        )
