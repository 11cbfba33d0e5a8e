"""Retry and Catch rules for errors that can never reach them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.states import states
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.checks.states import State

# Step Functions guide, 'Handling errors in workflows', 2026: States.Runtime always ends the
# execution, and a heartbeat can only be missed where HeartbeatSeconds is set.
TERMINAL, HEARTBEAT = "States.Runtime", "States.HeartbeatTimeout"


@check(
    id="workflows/catch-never-used",
    title="A rule handles an error that cannot reach it",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("state_machines",),
)
def catch_never_used(scene: Scene) -> Iterator[Finding]:
    for state in states(scene):
        for kind in ("Retry", "Catch"):
            named = _named(state, kind)
            beats = any(key.startswith("HeartbeatSeconds") for key in state.body)
            if TERMINAL in named:
                why = f"{TERMINAL} always ends the execution, whatever {kind} says"
                fix = "check the paths before the state, as with a Choice on IsPresent"
            elif HEARTBEAT in named and not beats:
                why = f"{HEARTBEAT} needs HeartbeatSeconds, which the state does not have"
                fix = "add HeartbeatSeconds"
            else:
                continue
            yield Finding(
                resource=state.machine.resource,
                summary=f"{kind} of {state.name} is never used: {why}",
                key=f"{state.name}/{kind}",
                citations=(Citation(place=Place(state.machine.input, path=state.path), text=why),),
                remedies=(EditCode(f"Remove the rule from {state.name}, or {fix}"),),
            )


def _named(state: State, kind: str) -> set[str]:
    rules = state.body.get(kind)
    names = (
        [r.get("ErrorEquals") for r in rules if isinstance(r, dict)]
        if isinstance(rules, list)
        else []
    )
    return {str(name) for told in names if isinstance(told, list) for name in told}
