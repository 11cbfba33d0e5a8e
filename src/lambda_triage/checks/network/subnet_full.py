"""Subnets that have no free address for the function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.revised import deployable
from lambda_triage.checks.signature import message, signature_check
from lambda_triage.findings import Command, Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    subnets = (function.subnets if function else None) or (
        signal.captures.get("subnet") or "<subnet id>",
    )
    return (
        Command(
            ("aws", "ec2", "describe-subnets", "--subnet-ids", *subnets),
            "Read AvailableIpAddressCount of each subnet",
        ),
        Manual(
            "Give the function more or larger subnets, in two zones at least: an existing subnet"
            " cannot be enlarged",
            "the VPC's free ranges are not in the evidence",
        ),
    )


SUBNET_FULL = deployable(
    signature_check(
        id="network/subnet-full",
        title="A subnet has no free address left",
        severity=Severity.CRITICAL,
        cause="subnet_ips_exhausted",
        since="0.1",
        messages=(
            message(
                "code",
                "SubnetIPAddressLimitReached",
                "SubnetOutOfIPAddresses",
                "InsufficientFreeAddressesInSubnet",
                pattern=r"SubnetIPAddressLimitReached|SubnetOutOfIPAddresses"
                r"|InsufficientFreeAddressesInSubnet",
                source="Lambda Invoke errors and StateReasonCode; EC2 error codes, 2026",
            ),
            message(
                "sentence",
                "has no available IP addresses",
                "have no available IP addresses",
                "not enough free addresses in subnet",
                "nsufficient free addresses",
                pattern=r"ha(?:s|ve) no available IP addresses|not enough free addresses in subnet"
                r"(?: '?(?P<subnet>subnet-[0-9a-f]{8,17}))?|[Ii]nsufficient free addresses",
                source="Lambda API, SubnetIPAddressLimitReachedException; EC2"
                " CreateNetworkInterface,"
                " 2026",
            ),
        ),
        summary="A subnet of the function has no free address left",
        fix=_fix,
    )
)
