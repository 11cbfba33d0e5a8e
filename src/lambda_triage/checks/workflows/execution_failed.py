"""Workflow executions that failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.beforehand import ended_before
from lambda_triage.checks.check import check
from lambda_triage.evidence.documents import Execution
from lambda_triage.findings import Citation, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene


ENDED = ("FAILED", "TIMED_OUT", "ABORTED")


@check(
    id="workflows/execution-failed",
    title="A workflow execution failed",
    severity=Severity.HIGH,
    role=Role.SYMPTOM,
    since="0.1",
    reads=("executions",),
)
def execution_failed(scene: Scene) -> Iterator[Finding]:
    for execution in scene.case.documents(Execution):
        if execution.status in ENDED and not ended_before(scene, execution.end):
            error = execution.error
            stopped = execution.status == "ABORTED" and not error  # by StopExecution: a person
            text = f"an execution is {execution.status}: {error or 'no error is told'}"
            yield Finding(
                resource=execution.machine or execution.resource,
                summary=text[0].upper() + text[1:],
                key=f"{execution.status}/{error}",
                citations=(Citation(place=execution.place("status"), text=text),),
                symptom="workflow",
                opens=not stopped,
                role=Role.RISK if stopped else Role.SYMPTOM,
                invocations=1,
                by_status=(("workflow", 1),),
            )
