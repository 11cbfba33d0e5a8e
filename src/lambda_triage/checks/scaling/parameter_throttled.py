"""Parameters are fetched too often."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.findings import EditCode, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    return (
        EditCode(
            "Fetch parameters and secrets once per environment and keep them for some minutes"
        ),
    )


SLOW = r"(?:ThrottlingException|Rate exceeded|Too many requests)"
CALL = (
    r"(?:\bGetParameters?(?:ByPath)?\b|\bGetSecretValue\b|\bDescribeParameters\b|client-ssm"
    r"|client-secrets-manager|AWSSimpleSystemsManagement|AWSSecretsManager"
    r"|Service: (?:Ssm|SecretsManager)\b)"
)

PARAMETER_THROTTLED = signature_check(
    id="scaling/parameter-throttled",
    title="Parameters are fetched too often",
    severity=Severity.HIGH,
    cause="secret_or_parameter_throttled",
    since="0.1",
    messages=(
        message(
            "parameter",
            "GetParameter",
            "GetSecretValue",
            "DescribeParameters",
            "client-ssm",
            "client-secrets-manager",
            "SimpleSystemsManagement",
            "SecretsManager",
            "Service: Ssm",
            pattern=rf"{SLOW}[\s\S]{{0,600}}?{CALL}|{CALL}[\s\S]{{0,300}}?{SLOW}",
            source="SSM and Secrets Manager API errors, 2026",
        ),
    ),
    summary="Parameters or secrets are fetched more often than their service allows.",
    fix=_fix,
    weight=6.0,
)
