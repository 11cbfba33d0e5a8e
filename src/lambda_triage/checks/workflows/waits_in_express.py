"""Express workflows with tasks that wait, which only Standard workflows can."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import STRONG
from lambda_triage.checks.states import states
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

# Step Functions guide, 'Service integration patterns': Express has neither of the two, 2026.
WAITING = re.compile(r"\.(?P<how>sync(?::2)?|waitForTaskToken)$")
ACTIVITY = ":activity:"  # a worker that polls, likewise
EXPRESS, DISTRIBUTED = "EXPRESS", "DISTRIBUTED"


@check(
    id="workflows/waits-in-express",
    title="An Express workflow is to wait for a job or a token",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("state_machines",),
    cause="template_invalid",
)
def waits_in_express(scene: Scene) -> Iterator[Finding]:
    for state in states(scene):
        machine, resource = state.machine, str(state.body.get("Resource"))
        waiting = WAITING.search(resource)
        if (machine.type or "").upper() != EXPRESS:
            continue
        how = f".{waiting['how']}" if waiting else "an activity" if ACTIVITY in resource else None
        how = how or _distributed(state.body.get("ItemProcessor"))
        if how is None:
            continue
        text = f"{state.name} uses {how}, and the machine's type is EXPRESS"
        yield Finding(
            resource=machine.resource,
            summary=f"Step Functions refuses the machine: {text}",
            key=state.name,
            citations=(Citation(place=Place(machine.input, path=state.path), text=text),),
            cause="template_invalid",
            weight=STRONG,
            explains=("deployment",),
            remedies=(
                EditCode(f"Make it a Standard workflow, or let {state.name} only request the work"),
            ),
        )


def _distributed(processor: object) -> str | None:
    """A Distributed Map, which an Express workflow cannot run."""
    config = processor.get("ProcessorConfig") if isinstance(processor, dict) else None
    mode = config.get("Mode") if isinstance(config, dict) else None
    return "a Distributed Map" if mode == DISTRIBUTED else None
