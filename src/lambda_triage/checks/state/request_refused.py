"""Invocations whose payload Lambda cannot read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import DECISIVE, message, signature_check
from lambda_triage.findings import EditCode, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    return (
        EditCode(
            "Send JSON as UTF-8 bytes with content type application/json (CLI version 2:"
            " --cli-binary-format raw-in-base64-out)"
        ),
    )


REQUEST_REFUSED = signature_check(
    id="state/request-refused",
    title="Lambda cannot read the request",
    severity=Severity.MEDIUM,
    cause="event_encoding_or_shape",
    since="0.1",
    messages=(
        message(
            "code",
            "InvalidRequestContentException",
            "UnsupportedMediaTypeException",
            "InvalidParameterValueException) when calling the Invoke",
            "ModeNotSupportedException",
            "Runtime.LambdaContextUnmarshalError",
            pattern=r"\b(?:InvalidRequestContentException"
            r"|UnsupportedMediaTypeException"
            r"|InvalidParameterValueException\) when calling the Invoke"
            r"|ModeNotSupportedException|Runtime\.LambdaContextUnmarshalError)(?=[:\s)\"\'\\,(]|$)",
            source="botocore lambda model: errors of Invoke, StateReasonCode, 2026",
        ),
    ),
    summary="Lambda refuses the request itself: its payload or media type cannot be read.",
    fix=_fix,
    weight=DECISIVE,
    symptom="request",
)
