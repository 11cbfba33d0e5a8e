"""Roles that may not make the network interfaces a function needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import DECISIVE, message, signature_check
from lambda_triage.findings import GrantAction, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    actions = (
        "ec2:CreateNetworkInterface",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSubnets",
        "ec2:DeleteNetworkInterface",
    )
    told = "Attach AWSLambdaVPCAccessExecutionRole, or allow these actions"
    return (GrantAction(actions, "*", None, "identity", told),)


ROLE_LACKS_NETWORK = signature_check(
    id="state/role-lacks-network",
    title="The role may not make network interfaces",
    severity=Severity.HIGH,
    cause="access_denied_identity",
    since="0.1",
    messages=(
        message(
            "code",
            "InsufficientRolePermissions",
            pattern=r"\b(?:InsufficientRolePermissions)(?=[:\s)\"\'\\,(]|$)",
            source="botocore lambda model: errors of Invoke, StateReasonCode, 2026",
        ),
        message(
            "sentence",
            "does not have permissions to call CreateNetworkInterface",
            "Your access has been denied by EC2",
            pattern=r"does not have permissions to call CreateNetworkInterface"
            r"|Your access has been denied by EC2",
            source="Lambda API, InvalidParameterValueException and EC2AccessDenied, 2026",
        ),
    ),
    summary="The execution role may not make the network interfaces the function needs.",
    fix=_fix,
    weight=DECISIVE,
    symptom="not_triggered",
)
