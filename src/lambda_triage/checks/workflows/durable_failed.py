"""Durable executions that failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.beforehand import ended_before
from lambda_triage.checks.check import check
from lambda_triage.evidence.documents import DurableExecution
from lambda_triage.findings import Citation, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene


ENDED = ("FAILED", "TIMED_OUT", "ABORTED")


@check(
    id="workflows/durable-failed",
    title="A durable execution failed",
    severity=Severity.HIGH,
    role=Role.SYMPTOM,
    since="0.1",
    reads=("durable_executions",),
)
def durable_failed(scene: Scene) -> Iterator[Finding]:
    for durable in scene.case.documents(DurableExecution):
        if durable.status in ENDED and not ended_before(scene, durable.end):
            error = durable.error_type
            text = f"a durable execution is {durable.status}: {error or 'no error is told'}"
            yield Finding(
                resource=scene.key(durable.resource),
                summary=text[0].upper() + text[1:],
                key=f"{durable.status}/{error}",
                citations=(Citation(place=durable.place("status"), text=text),),
                symptom="workflow",
                opens=True,
                invocations=1,
                by_status=(("workflow", 1),),
            )
