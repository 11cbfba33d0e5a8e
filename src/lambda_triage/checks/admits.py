"""Which traffic security groups and network ACLs let through."""

from __future__ import annotations

from ipaddress import ip_network
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lambda_triage.evidence.documents import Json, SecurityGroup

ALL = ("-1", "all", -1)


def lets_out(group: SecurityGroup, port: int) -> bool | None:
    """Whether TCP to *port* may leave through the group; None when its rules are unknown.

    A template's group without egress rules lets everything out; AWS's answer lists that rule.
    """
    if group.egress is None:
        return None if group.complete else True
    return any(_covers(rule, port) for rule in _objects(group.egress))


def lets_in(
    group: SecurityGroup, port: int, groups: tuple[str, ...], cidrs: tuple[str, ...]
) -> bool | None:
    """Whether TCP to *port* may enter from any of these groups or addresses; None if unknown."""
    if group.ingress is None:
        return None
    rules = [rule for rule in _objects(group.ingress) if _covers(rule, port)]
    if any(_is_from(rule, groups, cidrs) for rule in rules):
        return True
    unclear = any(_list(rule, "PrefixListIds") for rule in rules)
    return None if unclear else False


def _covers(rule: dict[str, Json], port: int) -> bool:
    protocol = rule.get("IpProtocol", rule.get("Protocol", "-1"))
    if protocol in ALL:
        return True
    if str(protocol).lower() not in ("tcp", "6"):
        return False
    low, high = rule.get("FromPort"), rule.get("ToPort")
    if low is None or high is None:
        return True
    try:
        return int(str(low)) <= port <= int(str(high))
    except ValueError:
        return True


def _is_from(rule: dict[str, Json], groups: tuple[str, ...], cidrs: tuple[str, ...]) -> bool:
    told = [p.get("GroupId") for p in _list(rule, "UserIdGroupPairs")]
    told.append(rule.get("SourceSecurityGroupId"))
    if any(t in groups for t in told if t):
        return True
    ranges = [r.get("CidrIp") for r in _list(rule, "IpRanges")]
    ranges.append(rule.get("CidrIp"))
    return any(_holds(str(r), cidr) for r in ranges if r for cidr in (*cidrs, "")) or any(
        str(r) == "0.0.0.0/0" for r in ranges
    )


def _holds(wide: str, narrow: str) -> bool:
    """Whether one block of addresses holds another."""
    try:
        one, other = ip_network(wide, strict=False), ip_network(narrow, strict=False)
    except ValueError:
        return False
    return one.version == other.version and other.subnet_of(one)  # type: ignore[arg-type]


def _list(rule: dict[str, Json], name: str) -> list[dict[str, Json]]:
    return _objects(rule.get(name))


def _objects(value: Json) -> list[dict[str, Json]]:
    found = value if isinstance(value, list) else [value]
    return [v for v in found if isinstance(v, dict)]
