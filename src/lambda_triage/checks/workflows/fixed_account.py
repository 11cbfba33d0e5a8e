"""State machines of a template that name resources of one fixed account."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.states import states
from lambda_triage.evidence.documents import Known
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

FIXED = re.compile(r"\barn:aws[\w-]*:[\w-]{1,40}:[\w-]{0,32}:\d{12}:[\w:/.-]{1,200}")


@check(
    id="workflows/fixed-account",
    title="A state machine of the template names one fixed account",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("state_machines",),
)
def fixed_account(scene: Scene) -> Iterator[Finding]:
    told: dict[str, tuple[str, str, int, str]] = {}
    count: dict[str, set[str]] = {}
    for state in states(scene):
        machine = state.machine
        if machine.known is not Known.TEMPLATE:
            continue
        own = {k: v for k, v in state.body.items() if k in ("Resource", "Parameters", "Arguments")}
        for found in FIXED.finditer(str(own)):
            told.setdefault(machine.resource, (state.name, found[0], machine.input, state.path))
            count.setdefault(machine.resource, set()).add(found[0])
    for resource, (name, arn, input, path) in sorted(told.items()):
        more = len(count[resource]) - 1
        beside = f" (and {more} more)" if more else ""
        yield Finding(
            resource=resource,
            summary=f"In another account or Region the workflow calls what is not there, or what"
            f" belongs to another stage: {name} names {arn}{beside}",
            citations=(Citation(place=Place(input, path=path), text=arn),),
            remedies=(
                EditCode(
                    "Give the definition a name to fill in (DefinitionSubstitutions, Ref, GetAtt)"
                    " instead of the ARN"
                ),
            ),
        )
