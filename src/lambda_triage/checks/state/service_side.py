"""Failures on the side of the service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import HINT, message, signature_check
from lambda_triage.findings import Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    return (
        Manual(
            "Try again; if it stays, look at AWS Health and open a case with the request ids",
            "nothing of yours is named",
        ),
    )


SERVICE_SIDE = signature_check(
    id="state/service-side",
    title="The failure is on the side of the service",
    severity=Severity.MEDIUM,
    cause="platform_bug",
    since="0.1",
    messages=(
        message(
            "code",
            "ServiceException",
            "EC2UnexpectedException",
            "InternalError",
            "DependencyError",
            "SnapStartRegenerationFailureException",
            "SnapStartException",
            "LambdaRuntimeClientError",
            pattern=r"\b(?:ServiceException"
            r"|EC2UnexpectedException|InternalError|DependencyError"
            r"|SnapStartRegenerationFailureException|SnapStartException|LambdaRuntimeClientError)(?=[:\s)\"\'\\,(]|$)",
            source="botocore lambda model: errors of Invoke, StateReasonCode, 2026",
        ),
    ),
    summary="Lambda or a service behind it reports a failure of its own.",
    fix=_fix,
    weight=HINT,
    symptom="not_triggered",
)
