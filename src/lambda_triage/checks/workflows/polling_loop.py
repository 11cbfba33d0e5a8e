"""Workflows that ask again and again whether something is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.evidence.documents import StateMachine
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.documents import Json

    States = dict[str, dict[str, Json]]

LONGEST = 6  # states of a loop that asks: wait, ask, perhaps a parse or two, decide
MOST = 500  # states of one machine that are followed


@check(
    id="workflows/polling-loop",
    title="A workflow polls in a loop",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("state_machines",),
)
def polling_loop(scene: Scene) -> Iterator[Finding]:
    for machine in scene.case.documents(StateMachine):
        if (machine.type or "").upper() == "EXPRESS":
            continue  # paid by time, not by transitions
        found = _states(machine.definition)
        waits = [n for n, body in found.items() if body.get("Type") == "Wait"]
        for name in waits:
            loop = _loop(found, name)
            if loop is None:
                continue
            text = " → ".join([*loop, name])
            yield Finding(
                resource=machine.resource,
                summary=f"The workflow polls in a loop, whose every round is {len(loop)} paid"
                f" transitions, and more of the 25,000 events that it may have: {text}",
                key=name,
                citations=(
                    Citation(
                        place=Place(machine.input, path=f"{machine.path}definition.States.{name}"),
                        text=text,
                    ),
                ),
                remedies=(
                    EditCode(
                        "Let Step Functions wait: .sync where the service has it, else"
                        " .waitForTaskToken and an event of what is waited for"
                    ),
                ),
            )


def _states(definition: Json) -> States:
    told = definition.get("States") if isinstance(definition, dict) else None
    found = told if isinstance(told, dict) else {}
    return {n: body for n, body in list(found.items())[:MOST] if isinstance(body, dict)}


def _loop(found: States, start: str) -> list[str] | None:
    """The shortest way from a Wait back to itself over a Task and a Choice."""
    ways, seen = [[start]], {start}
    while ways:
        way = ways.pop(0)
        for name in _next(found[way[-1]]):
            if name == start:
                types = {found[n].get("Type") for n in way}
                if {"Task", "Choice"} <= types:
                    return way
            elif name in found and name not in seen and len(way) < LONGEST:
                seen.add(name)
                ways.append([*way, name])
    return None


def _next(body: dict[str, Json]) -> list[str]:
    """States that may follow in the ordinary course; what Catch does is a retry by hand."""
    rules = body.get("Choices")
    told = [r.get("Next") for r in rules if isinstance(r, dict)] if isinstance(rules, list) else []
    return [n for n in (body.get("Next"), body.get("Default"), *told) if isinstance(n, str)]
