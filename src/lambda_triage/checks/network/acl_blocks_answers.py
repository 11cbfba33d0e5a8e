"""Network ACLs that drop the answers to what a function asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.evidence.documents import NetworkAcl
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.documents import Json

EPHEMERAL = 40_000  # a port inside the range answers come back to, 1024-65535 (VPC guide, 2026)
ALL_TCP = ("-1", "6", "all", "tcp")


@check(
    id="network/acl-blocks-answers",
    title="A network ACL drops answers",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("functions", "network_acls"),
    cause="security_group_blocked",
)
def acl_blocks_answers(scene: Scene) -> Iterator[Finding]:
    for function in scene.case.functions:
        own = set(function.subnets or ())
        for acl in scene.case.documents(NetworkAcl):
            if not own or acl.vpc is None or acl.vpc != function.vpc_id:
                continue
            mine = bool(own & set(acl.subnets or ()))
            # Answers enter the function's subnets, and leave those of its peers.
            side = "inbound" if mine else "outbound"
            if _drops(acl.entries, egress=not mine):
                text = f"{acl.resource} denies {side} TCP to ports 1024-65535"
                yield Finding(
                    resource=function.resource,
                    summary=f"Answers are dropped on the way back: {text}",
                    key=acl.resource,
                    citations=(Citation(place=acl.place("entries"), text=text),),
                    cause="security_group_blocked",
                    weight=DECISIVE,
                    explains=("timeout", "error", "init_failure", "slow"),
                    remedies=(
                        Manual(
                            f"Allow {side} TCP 1024-65535 in {acl.resource}: ACLs keep no state",
                            "the order of the ACL's rules is the owner's choice",
                        ),
                    ),
                )


def _drops(entries: Json, *, egress: bool) -> bool:
    """Whether the first rule that covers an ephemeral port denies it; False when none is known."""
    rules = [e for e in entries if isinstance(e, dict)] if isinstance(entries, list) else []
    side = [e for e in rules if e.get("Egress") is egress and _covers(e)]
    side.sort(key=lambda e: int(str(e.get("RuleNumber") or 0)))
    return bool(side) and side[0].get("RuleAction") == "deny"


def _covers(entry: dict[str, Json]) -> bool:
    if str(entry.get("Protocol")).lower() not in ALL_TCP:
        return False
    ports = entry.get("PortRange")
    low, high = (ports.get("From"), ports.get("To")) if isinstance(ports, dict) else (0, 65_535)
    return int(str(low or 0)) <= EPHEMERAL <= int(str(high or 65_535))
