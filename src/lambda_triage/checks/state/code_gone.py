"""Functions whose code, runtime or version is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import STRONG, message, signature_check
from lambda_triage.findings import Command, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    return (
        Command(
            (
                "aws",
                "lambda",
                "update-function-configuration",
                "--function-name",
                "<function>",
                "--runtime",
                "<a supported runtime>",
            ),
            "Choose a supported runtime, take the runtime version off its pin, and deploy again",
        ),
    )


CODE_GONE = signature_check(
    id="state/code-gone",
    title="What the function should run is gone",
    severity=Severity.HIGH,
    cause="deprecated_runtime",
    since="0.1",
    messages=(
        message(
            "code",
            "RuntimeVersionDeletedException",
            "RuntimeAliasDeletedException",
            "InvalidRuntimeException",
            "InvalidRuntime",
            "InvalidZipFileException",
            pattern=r"\b(?:RuntimeVersionDeletedException"
            r"|RuntimeAliasDeletedException|InvalidRuntimeException|InvalidRuntime"
            r"|InvalidZipFileException)(?=[:\s)\"\'\\,(]|$)",
            source="botocore lambda model: errors of Invoke, StateReasonCode, 2026",
        ),
    ),
    summary="The code, runtime or version that the function should run is gone.",
    fix=_fix,
    weight=STRONG,
    symptom="not_triggered",
)
