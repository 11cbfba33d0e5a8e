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
    from lambda_triage.checks.states import State
    from lambda_triage.evidence.documents import Json

EXPRESS = "the longest run of an Express workflow, in seconds,"
EXPRESS_S = 300  # longest run of an Express workflow (Step Functions guide, quotas, 2026)
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
        function = scene.function(state.function) if state.function else None
        first = _first(state)
        if first is None or function is None or not function.timeout_s:
            continue
        wait, whose, path = first
        if wait >= function.timeout_s:
            continue
        limit = function.timeout_s
        text = f"{whose} is {wait}, the function's time-out {limit} s"
        yield Finding(
            resource=function.resource,
            summary=f"The state gives up while the function still works: {text}",
            key=f"{state.machine.resource}/{state.name}",
            citations=(Citation(place=Place(state.machine.input, path=path), text=text),),
            cause="sfn_timeout_mismatch",
            weight=DECISIVE if hit else STRONG,
            explains=("workflow", "duplicates"),
            remedies=(
                EditCode(
                    f"{_longer(whose, limit)}, or lower the function's time-out: what the state"
                    " gave up on goes on, and a retry runs beside it"
                ),
            ),
        )


def _first(state: State) -> tuple[int, str, str] | None:
    """The shortest limit on a task: its seconds, its words, and where it stands."""
    machine, whole = state.machine, state.machine.definition
    above = _seconds(whole.get("TimeoutSeconds")) if isinstance(whole, dict) else None
    own = _seconds(state.body.get("TimeoutSeconds"))
    express = EXPRESS_S if (machine.type or "").upper() == "EXPRESS" else None
    told = (
        (own, f"TimeoutSeconds of {state.name}", f"{state.path}.TimeoutSeconds"),
        (above, "TimeoutSeconds of the machine", f"{machine.path}definition.TimeoutSeconds"),
        (express, EXPRESS, f"{machine.path}type"),
    )
    limits = [(wait, words, path) for wait, words, path in told if wait is not None]
    return min(limits, key=lambda limit: limit[0]) if limits else None


def _longer(whose: str, limit: int) -> str:
    longer = "Make it a Standard workflow"
    return longer if whose == EXPRESS else f"Set {whose} above {limit} s"


def _seconds(value: Json) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
