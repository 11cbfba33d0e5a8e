"""Functions that failed while Lambda started them ahead of the first call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import HINT, message, signature_check
from lambda_triage.findings import Command, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    return (
        Command(
            ("aws", "logs", "tail", "/aws/lambda/<function>", "--since", "1h"),
            "Read why: the log of the start has the error",
        ),
    )


CODE_FAILED = signature_check(
    id="state/code-failed",
    title="The function failed to start",
    severity=Severity.HIGH,
    cause="app_code_error",
    since="0.1",
    messages=(
        message(
            "code",
            "CodeArtifactUserFailedException",
            "FunctionError.RuntimeInitError",
            "FunctionError",
            pattern=r"\b(?:CodeArtifactUserFailedException"
            r"|FunctionError\.RuntimeInitError|FunctionError)(?=[:\s)\"\'\\,(]|$)",
            source="botocore lambda model: errors of Invoke, StateReasonCode, 2026",
        ),
    ),
    summary="The function failed when Lambda started it ahead of the first call.",
    fix=_fix,
    weight=HINT,
    symptom="not_triggered",
)
