"""Task tokens that are answered after Step Functions gave up on the task."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import DECISIVE, message, signature_check
from lambda_triage.findings import EditCode, Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    return (
        EditCode(
            "Call SendTaskHeartbeat several times within HeartbeatSeconds while the work goes on,"
            " and give the state TimeoutSeconds above the longest run"
        ),
        Manual(
            "Make the work safe to repeat: what was given up on has been done, and is retried",
            "what the workflow does then is in its definition",
        ),
    )


TOKEN_CAME_LATE = signature_check(
    id="workflows/token-came-late",
    title="The workflow had given up before the worker answered",
    severity=Severity.HIGH,
    cause="sfn_timeout_mismatch",
    since="0.1",
    messages=(
        message(
            "gone",
            "Provided task does not exist anymore",
            "TaskTimedOut",
            pattern=r"Provided task does not exist anymore|\bTaskTimedOut\b",
            source="Step Functions API reference, SendTaskSuccess, TaskTimedOut, 2026",
        ),
    ),
    summary="Step Functions had timed the task out before the worker answered its token",
    fix=_fix,
    weight=DECISIVE,
    symptom="workflow",
    beyond=True,
)
