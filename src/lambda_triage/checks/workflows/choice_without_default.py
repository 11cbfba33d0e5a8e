"""Choices that no rule may fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.checks.states import errors_of, states
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene


NO_CHOICE = "States.NoChoiceMatched"


@check(
    id="workflows/choice-without-default",
    title="A Choice state has no Default",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("state_machines",),
    cause="event_encoding_or_shape",
)
def choice_without_default(scene: Scene) -> Iterator[Finding]:
    hit = errors_of(scene).get(NO_CHOICE)
    for state in states(scene):
        if state.body.get("Type") != "Choice" or "Default" in state.body:
            continue
        text = f"{state.name} has no Default"
        yield Finding(
            resource=hit or state.machine.resource,
            summary=f"Input that no rule fits ends the execution with {NO_CHOICE}: {text}",
            key=state.name,
            citations=(Citation(place=Place(state.machine.input, path=state.path), text=text),),
            cause="event_encoding_or_shape",
            weight=DECISIVE,
            explains=("workflow",) if hit else (),
            remedies=(EditCode(f"Give {state.name} a Default that says what to do with it"),),
        )
