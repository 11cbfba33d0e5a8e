"""Steps and contexts of durable executions that failed for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.durable_events import failed
from lambda_triage.findings import Citation, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene


@check(
    id="workflows/durable-step-failed",
    title="A step of a durable execution failed",
    severity=Severity.HIGH,
    role=Role.SYMPTOM,
    since="0.1",
    reads=("durable_histories",),
)
def durable_step_failed(scene: Scene) -> Iterator[Finding]:
    for kind, label in (("Step", "step"), ("Context", "context")):
        for one in failed(scene, kind, ("Failed",)):
            text = f"the {label} {one.name} ended in {one.error}"
            yield Finding(
                resource=one.function,
                summary=f"{'The execution failed' if one.lost else 'It goes on so far'}: {text}",
                key=f"{label}/{one.name}",
                citations=(Citation(place=one.place, text=one.event, time_us=one.time_us),),
                symptom="workflow",
                opens=one.lost,
                role=Role.SYMPTOM if one.lost else Role.RISK,
                invocations=1,
                onset_us=one.time_us,
                by_status=(("workflow", 1),),
            )
