"""Subnets and groups that cannot be deleted while a function has interfaces in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.checks.weighed import SPECIFIC
from lambda_triage.checks.wrapped import wrapped
from lambda_triage.findings import Command, Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    kind = signal.captures.get("kind")
    name = "subnet-id" if kind == "subnet" else "vpc-id" if kind == "vpc" else "group-id"
    argv = ("aws", "ec2", "describe-network-interfaces", "--filters", f"Name={name},Values=<id>")
    wait = "Wait: Lambda gives back a function's interfaces up to 20 minutes after its deletion"
    return (
        Command(argv, "See who uses it: interfaces of Lambda name the function"),
        Manual(wait, "when Lambda does it is not in the evidence"),
    )


NETWORK_INTERFACE_IN_USE = signature_check(
    id="deployment/network-interface-in-use",
    title="A subnet or security group is still in use",
    severity=Severity.MEDIUM,
    cause="network_interface_in_use",
    since="0.1",
    messages=(
        message(
            "group",
            "has a dependent object",
            "has dependencies and cannot be deleted",
            pattern=wrapped(
                r"(?:resource |The (?:subnet|vpc) )'?(?P<kind>sg|subnet"
                r"|vpc)-[0-9a-f]{8,17}'? has (?:a dependent object|dependencies and "
                r"cannot be deleted)"
            ),
            source="Amazon EC2 API, DependencyViolation, 2026",
        ),
    ),
    summary="A subnet or security group cannot be deleted: network interfaces still use it",
    fix=_fix,
    weight=SPECIFIC,
    symptom="deployment",
)
