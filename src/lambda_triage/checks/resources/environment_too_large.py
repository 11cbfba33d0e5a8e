"""Environment variables that are larger than 4 KB together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.findings import Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(_: Signal, __: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    return (
        Manual(
            "Move the largest variables to Parameter Store, AppConfig or S3, and keep their names:"
            " all names and values together may take 4 KB, a fixed limit",
            "which variables may move is their owner's choice",
        ),
    )


ENVIRONMENT_TOO_LARGE = signature_check(
    id="resources/environment-too-large",
    title="The environment variables exceed 4 KB",
    severity=Severity.HIGH,
    cause="env_var_too_large",
    since="0.1",
    messages=(
        message(
            "lambda",
            "environment variables you have provided exceeded",
            "exceeded the 4KB limit",
            "exceed the 4KB limit",
            pattern=r"environment variables you have provided exceeded|exceed(?:ed)? the 4KB limit",
            source="Lambda API, InvalidParameterValueException, 2026",
        ),
        message(
            "lint",
            "Environment variable size must be less than",
            pattern=r"Environment variable size must be less than",
            source="cfn-lint rule E3697 and deployment tools, 2026",
        ),
    ),
    summary="The function's environment variables together exceed 4 KB",
    fix=_fix,
    symptom="deployment",
)
