"""Connections to services outside the VPC that do not open in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from lambda_triage.checks.connecting import CONNECTS, PEERS, inside
from lambda_triage.checks.revised import decided_later, revised
from lambda_triage.checks.signature import HINT, STRONG, signature_check
from lambda_triage.findings import Command, EditCode, Finding, Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration


def _revise(finding: Finding, text: str, function: FunctionConfiguration | None) -> Finding | None:
    peer = next((p for p in map(finding.fact, PEERS) if p), None)
    if inside(peer, text):
        return None
    to = peer or "a service"
    if function is not None and function.vpc:
        told = f"From the function's VPC the connection to {to} does not open"
        return replace(finding, summary=told, remedies=_routes(function))
    told = f"The connection to {to} does not open in time"
    return replace(
        finding,
        summary=told,
        cause="timeout_downstream",
        weight=HINT,
        remedies=_outside(function),
    )


def _routes(function: FunctionConfiguration) -> tuple[Remedy, ...]:
    ids = ",".join(function.subnets) if function.subnets else "<subnet ids of the function>"
    filters = ("--filters", f"Name=association.subnet-id,Values={ids}")
    return (
        Command(
            ("aws", "ec2", "describe-route-tables", *filters),
            "Look for a 0.0.0.0/0 route to a NAT gateway, or an endpoint for the service",
        ),
        Manual(
            "Give the private subnets a NAT gateway, or an endpoint for the AWS service called",
            "the routes are not in the evidence",
        ),
    )


def _outside(function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    short = EditCode("Set a short connect time-out with a retry, below the function's time-out")
    if function is not None and function.vpc is False:
        return (short,)
    return (
        short,
        Manual("If the function is in a VPC, check its route out", "not in the evidence"),
    )


CONNECT_TIMEOUT = revised(
    signature_check(
        id="network/connect-timeout",
        title="A connection does not open in time",
        severity=Severity.HIGH,
        cause="timeout_vpc_no_route",
        since="0.1",
        messages=CONNECTS,
        summary="The connection to {peer} does not open in time",
        fix=decided_later,
        weight=STRONG,
    ),
    _revise,
)
