"""API stages with logging in accounts where API Gateway has no role for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.checks.weighed import SPECIFIC
from lambda_triage.checks.wrapped import wrapped
from lambda_triage.findings import Command, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(_: Signal, __: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    patch = "op=replace,path=/cloudwatchRoleArn,value=<role ARN>"
    argv = ("aws", "apigateway", "update-account", "--patch-operations", patch)
    return (Command(argv, "Give API Gateway a role that may write logs, once per Region"),)


API_LOGGING_ROLE_UNSET = signature_check(
    id="deployment/api-logging-role-unset",
    title="API Gateway has no role for its logs",
    severity=Severity.HIGH,
    cause="api_logging_role_missing",
    since="0.1",
    messages=(
        message(
            "role",
            "CloudWatch Logs role ARN must be set",
            "must be set in account settings to enable",
            pattern=wrapped(
                r"CloudWatch Logs role ARN must be set in account settings to enable "
                r"logging"
            ),
            source="API Gateway management API, BadRequestException, 2026",
        ),
    ),
    summary="The stage logs, and API Gateway has no role for that in this account and Region",
    fix=_fix,
    weight=SPECIFIC,
    symptom="deployment",
)
