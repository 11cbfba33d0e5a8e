"""Steps of workflow executions that failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.states import errors_of
from lambda_triage.findings import Citation, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene


@check(
    id="workflows/step-failed",
    title="A step of a workflow failed",
    severity=Severity.HIGH,
    role=Role.SYMPTOM,
    since="0.1",
    reads=("histories",),
)
def step_failed(scene: Scene) -> Iterator[Finding]:
    for error, resource in errors_of(scene).items():
        yield Finding(
            resource=resource,
            summary=f"A workflow step failed: {error}",
            key=error,
            citations=(Citation(text=error),),
            symptom="workflow",
            opens=True,
            invocations=1,
            by_status=(("workflow", 1),),
        )
