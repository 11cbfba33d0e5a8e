"""Databases, caches and brokers in a VPC that do not answer a connection attempt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from lambda_triage.checks.connecting import CONNECTS, DRIVERS, PEERS, inside
from lambda_triage.checks.revised import decided_later, revised
from lambda_triage.checks.signature import STRONG, signature_check
from lambda_triage.findings import Finding, Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration


def _revise(finding: Finding, text: str, function: FunctionConfiguration | None) -> Finding | None:
    peer = next((p for p in map(finding.fact, PEERS) if p), None)
    if not inside(peer, text):
        return None
    to = peer or "the database, cache or broker"
    return replace(
        finding,
        summary=f"Connection attempts to {to} get no answer: the traffic is dropped on the way",
        remedies=_fix(to, function),
    )


def _fix(peer: str, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    if function is not None and function.vpc is False:
        return (
            Manual(
                f"Attach the function to the VPC of {peer}, and admit its security group there",
                "subnets and groups are the owner's choice",
            ),
        )
    return (
        Manual(
            f"Admit the function's security group, on the port, in the security group of {peer};"
            " check that the function's own group lets it out, and the network ACLs both ways",
            "the security groups are not in the evidence",
        ),
        Manual(
            "For a hosted database (Atlas and the like), admit the NAT gateway's address in its"
            " access list",
            "the access list is not in the evidence",
        ),
    )


PEER_BLOCKED = revised(
    signature_check(
        id="network/peer-blocked",
        title="A database or cache does not answer connection attempts",
        severity=Severity.HIGH,
        cause="security_group_blocked",
        since="0.1",
        messages=(*CONNECTS, *DRIVERS),
        summary="Connection attempts to {peer} get no answer",
        fix=decided_later,
        weight=STRONG,
    ),
    _revise,
)
