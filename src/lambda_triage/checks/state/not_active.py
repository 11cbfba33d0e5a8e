"""Functions that are not active when they are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import DECISIVE, message, signature_check
from lambda_triage.findings import Command, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    return (
        Command(
            ("aws", "lambda", "wait", "function-active-v2", "--function-name", "<function>"),
            "Wait until the function is active, then call again",
        ),
    )


NOT_ACTIVE = signature_check(
    id="state/not-active",
    title="The function is not active",
    severity=Severity.MEDIUM,
    cause="update_in_progress",
    since="0.1",
    messages=(
        message(
            "code",
            "ResourceNotReadyException",
            "SnapStartNotReadyException",
            "ENINotReadyException",
            "DrainingDurableExecutions",
            pattern=r"\b(?:ResourceNotReadyException"
            r"|SnapStartNotReadyException|ENINotReadyException|DrainingDurableExecutions)(?=[:\s)\"\'\\,(]|$)",
            source="botocore lambda model: errors of Invoke, StateReasonCode, 2026",
        ),
    ),
    summary="The function is not active: it is being made, restored or drained.",
    fix=_fix,
    weight=DECISIVE,
    symptom="request",
)
