"""APIs whose integration may not invoke its function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.findings import GrantAction, Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    if signal.name == "role":
        told = "Let apigateway.amazonaws.com assume the integration's role, and the role invoke"
        return (Manual(told, "the role of the integration is not in the evidence"),)
    arn = function.resource if function and function.resource.startswith("arn:") else None
    return (
        GrantAction(
            ("lambda:InvokeFunction",),
            arn,
            "apigateway.amazonaws.com",
            "resource",
            "Allow the API in the function's policy, with the method's ARN as aws:SourceArn",
        ),
        Manual(
            "If the integration calls an alias or version, or the function was replaced, add the"
            " permission there and deploy the API again",
            "the integration's URI is not in the evidence",
        ),
    )


API_MAY_NOT_INVOKE = signature_check(
    id="access/api-may-not-invoke",
    title="API Gateway may not invoke the function",
    severity=Severity.CRITICAL,
    cause="apigw_permission_missing",
    since="0.1",
    messages=(
        message(
            "function",
            "Invalid permissions on Lambda function",
            pattern=r"Invalid permissions on Lambda function",
            source="API Gateway execution log, 'configuration error', 2026",
        ),
        message(
            "role",
            "API Gateway does not have permission to assume the provided role",
            "API Gateway doesn't have permissions to call the integration",
            pattern=r"API Gateway does not have permission to assume the provided role"
            r"|API Gateway doesn't have permissions to call the integration",
            source="API Gateway execution log; HTTP API $context.integrationErrorMessage, 2026",
        ),
    ),
    summary="The API may not invoke its Lambda function: nothing reaches the code",
    fix=_fix,
    symptom="request",
)
