"""Retry and Catch rules that hide those after them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.states import states
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.documents import Json


@check(
    id="workflows/catch-all-first",
    title="States.ALL stands before other rules",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("state_machines",),
)
def catch_all_first(scene: Scene) -> Iterator[Finding]:
    for state in states(scene):
        for kind in ("Retry", "Catch"):
            rules = state.body.get(kind)
            found = [r for r in rules if isinstance(r, dict)] if isinstance(rules, list) else []
            early = [r for r in found[:-1] if "States.ALL" in str(r.get("ErrorEquals"))]
            mixed = [r for r in found if _is_mixed(r.get("ErrorEquals"))]
            if not early and not mixed:
                continue
            text = f"{kind} of {state.name}: States.ALL must stand alone, in the last rule"
            yield Finding(
                resource=state.machine.resource,
                summary=f"Rules after States.ALL are never used: {text}",
                key=f"{state.name}/{kind}",
                citations=(Citation(place=Place(state.machine.input, path=state.path), text=text),),
                remedies=(EditCode(f"Move States.ALL to the end of {kind} in {state.name}"),),
            )


def _is_mixed(names: Json) -> bool:
    return isinstance(names, list) and len(names) > 1 and "States.ALL" in names
