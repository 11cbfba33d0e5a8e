"""Tasks that wait for a token whose worker never reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import DECISIVE, STRONG
from lambda_triage.checks.states import errors_of, states
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene


YEAR_S = 99_999_999  # the default time-out of a state (Amazon States Language, 2026)


@check(
    id="workflows/no-heartbeat",
    title="A task waits for a token without a way to notice a dead worker",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("state_machines",),
    cause="sfn_timeout_mismatch",
)
def no_heartbeat(scene: Scene) -> Iterator[Finding]:
    errors = errors_of(scene)
    beat = "States.HeartbeatTimeout" in errors
    for state in states(scene):
        resource = str(state.body.get("Resource") or "")
        if not resource.endswith(".waitForTaskToken"):
            continue
        told = {k for k in state.body if k.startswith(("HeartbeatSeconds", "TimeoutSeconds"))}
        if told and not beat:
            continue
        text = (
            f"HeartbeatSeconds of {state.name} is {state.body.get('HeartbeatSeconds')}"
            if beat
            else f"{state.name} has neither HeartbeatSeconds nor TimeoutSeconds"
        )
        yield Finding(
            resource=state.function or state.machine.resource,
            summary="The worker sends no heartbeat in time: " + text
            if beat
            else f"The task may wait for its token for {YEAR_S} s: {text}",
            key=f"{state.machine.resource}/{state.name}",
            citations=(Citation(place=Place(state.machine.input, path=state.path), text=text),),
            cause="sfn_timeout_mismatch",
            weight=DECISIVE if beat else STRONG,
            explains=("workflow",) if beat else (),
            remedies=(
                EditCode(
                    f"Give {state.name} TimeoutSeconds and HeartbeatSeconds, and let the worker"
                    " call SendTaskHeartbeat several times in each interval"
                ),
            ),
        )
