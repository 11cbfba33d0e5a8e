"""Tasks that do not try again when Lambda itself stumbles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import DECISIVE, HINT
from lambda_triage.checks.states import TRANSIENT, errors_of, states
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.documents import Json

ALL = ("States.ALL", "States.TaskFailed")  # names that cover every error of a task


@check(
    id="workflows/missing-retry",
    title="A task does not retry transient Lambda errors",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("state_machines",),
    cause="sfn_missing_retry",
)
def missing_retry(scene: Scene) -> Iterator[Finding]:
    errors = errors_of(scene)
    hit = sorted(e for e in errors if e in TRANSIENT)
    for state in states(scene):
        if state.function is None or _retries(state.body.get("Retry"), hit or list(TRANSIENT)):
            continue
        told = f"{hit[0]} ended the execution" if hit else "Lambda's own errors end the execution"
        text = f"the state {state.name} has no Retry for {', '.join(hit) or 'Lambda.* errors'}"
        yield Finding(
            resource=errors[hit[0]] if hit else state.function,
            summary=f"{told}: {text}",
            key=f"{state.machine.resource}/{state.name}",
            citations=(Citation(place=Place(state.machine.input, path=state.path), text=text),),
            cause="sfn_missing_retry",
            weight=DECISIVE if hit else HINT,
            explains=("workflow",) if hit else (),
            remedies=(
                EditCode(
                    f"Add to {state.name}: Retry on {', '.join(TRANSIENT)}, IntervalSeconds 1,"
                    " MaxAttempts 3, BackoffRate 2, JitterStrategy FULL"
                ),
            ),
        )


def _retries(retry: Json, errors: list[str]) -> bool:
    rules = [r for r in retry if isinstance(r, dict)] if isinstance(retry, list) else []
    named = [str(e) for r in rules for e in _names(r) if r.get("MaxAttempts") != 0]
    return any(n in ALL for n in named) or all(e in named for e in errors[:1])


def _names(rule: dict[str, Json]) -> list[Json]:
    names = rule.get("ErrorEquals")
    return names if isinstance(names, list) else []
