"""Functions whose subnet or security group no longer exists."""

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
            (
                "aws",
                "lambda",
                "update-function-configuration",
                "--function-name",
                "<function>",
                "--vpc-config",
                "SubnetIds=<ids>,SecurityGroupIds=<ids>",
            ),
            "Point the function at subnets and groups that exist, in the template, too",
        ),
    )


SUBNET_OR_GROUP_GONE = signature_check(
    id="state/subnet-or-group-gone",
    title="The function's subnet or security group is gone",
    severity=Severity.HIGH,
    cause="resource_not_found",
    since="0.1",
    messages=(
        message(
            "code",
            "InvalidSubnetIDException",
            "InvalidSubnet",
            "InvalidSecurityGroupIDException",
            "InvalidSecurityGroup",
            pattern=r"\b(?:InvalidSubnetIDException"
            r"|InvalidSubnet|InvalidSecurityGroupIDException|InvalidSecurityGroup)(?=[:\s)\"\'\\,(]|$)",
            source="botocore lambda model: errors of Invoke, StateReasonCode, 2026",
        ),
    ),
    summary="A subnet or security group of the function no longer exists.",
    fix=_fix,
    weight=DECISIVE,
    symptom="not_triggered",
)
