"""Express workflows that reach their five minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.beforehand import ended_before
from lambda_triage.checks.check import check
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.evidence.documents import Execution
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene


LIMIT_S = 300  # an Express execution (Step Functions quotas, 2026)


@check(
    id="workflows/express-too-long",
    title="An Express workflow ran into its limit",
    severity=Severity.HIGH,
    role=Role.SIGNATURE,
    since="0.1",
    reads=("executions",),
    cause="sfn_timeout_mismatch",
)
def express_too_long(scene: Scene) -> Iterator[Finding]:
    for execution in scene.case.documents(Execution):
        if execution.status != "TIMED_OUT" or ":express:" not in execution.resource:
            continue
        if ended_before(scene, execution.end):
            continue
        text = f"an Express execution is TIMED_OUT; they end after {LIMIT_S} s"
        yield Finding(
            resource=execution.machine or execution.resource,
            summary=f"The workflow needs longer than Express allows: {text}",
            key="express",
            citations=(Citation(place=execution.place("status"), text=text),),
            cause="sfn_timeout_mismatch",
            weight=DECISIVE,
            symptom="workflow",
            opens=True,
            remedies=(
                Manual(
                    "Make it a Standard workflow, or move the long part into one",
                    "the type of a state machine cannot be changed: it has to be made anew",
                ),
            ),
        )
