"""Tasks that give up before the function they call has to."""

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
    from lambda_triage.evidence.documents import Json

TIMEOUTS = ("States.Timeout", "States.HeartbeatTimeout")


@check(
    id="workflows/shorter-than-function",
    title="The task times out before its function",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=(
        "state_machines",
        "functions",
    ),
    cause="sfn_timeout_mismatch",
)
def shorter_than_function(scene: Scene) -> Iterator[Finding]:
    errors = errors_of(scene)
    hit = any(e in errors for e in TIMEOUTS)
    for state in states(scene):
        wait = _seconds(state.body.get("TimeoutSeconds"))
        function = scene.function(state.function) if state.function else None
        if wait is None or function is None or not function.timeout_s:
            continue
        if wait >= function.timeout_s:
            continue
        limit = function.timeout_s
        text = f"TimeoutSeconds of {state.name} is {wait}, the function's time-out {limit} s"
        yield Finding(
            resource=function.resource,
            summary=f"The state gives up while the function still works: {text}",
            key=f"{state.machine.resource}/{state.name}",
            citations=(
                Citation(
                    place=Place(state.machine.input, path=f"{state.path}.TimeoutSeconds"), text=text
                ),
            ),
            cause="sfn_timeout_mismatch",
            weight=DECISIVE if hit else STRONG,
            explains=("workflow", "duplicates"),
            remedies=(
                EditCode(
                    f"Set TimeoutSeconds of {state.name} above {function.timeout_s} s, or lower the"
                    " function's time-out: what the state gave up on goes on, and a retry runs"
                    " beside it"
                ),
            ),
        )


def _seconds(value: Json) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
