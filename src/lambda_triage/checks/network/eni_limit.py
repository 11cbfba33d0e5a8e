"""Network interfaces that cannot be made because the account has no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.revised import deployable
from lambda_triage.checks.signature import message, signature_check
from lambda_triage.findings import Command, Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

QUOTA = "L-9FEE3D26"  # Lambda quota "Elastic network interfaces per VPC", Service Quotas, 2026


def _fix(_: Signal, __: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    argv = ("aws", "service-quotas", "get-service-quota", "--service-code", "lambda")
    return (
        Command((*argv, "--quota-code", QUOTA), "Read the interfaces per VPC, then ask for more"),
        Manual(
            "Let functions share subnets and security groups: each pair takes interfaces of its"
            " own",
            "the other functions of the VPC are not in the evidence",
        ),
    )


ENI_LIMIT = deployable(
    signature_check(
        id="network/eni-limit",
        title="No network interface is left for the function",
        severity=Severity.CRITICAL,
        cause="eni_limit",
        since="0.1",
        messages=(
            message(
                "code",
                "ENILimitReached",
                "EniLimitExceeded",
                "NetworkInterfaceLimitExceeded",
                pattern=r"ENILimitReached|EniLimitExceeded|NetworkInterfaceLimitExceeded",
                source="Lambda Invoke errors and StateReasonCode; EC2 error codes, 2026",
            ),
            message(
                "sentence",
                "limit for network interfaces has been reached",
                "maximum limit for hyperplane enis",
                pattern=r"(?i:limit for network interfaces has been reached"
                r"|maximum limit for hyperplane enis)",
                source="Lambda API, ENILimitReachedException, 2026",
                caseless=True,
            ),
        ),
        summary="Lambda cannot make a network interface: the limit of the VPC or account is"
        " reached",
        fix=_fix,
    )
)
