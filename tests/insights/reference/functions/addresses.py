"""Addresses by Python's own ipaddress module."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.insights.reference.values import Value

Address = IPv4Address | IPv6Address
_PRIVATE = [ip_network(each) for each in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")]


def _address(value: Value) -> Address | None:
    try:
        return None if "%" in str(value.words) else ip_address(str(value.words))
    except ValueError:
        return None


def _asked(test: Callable[[Address], bool]) -> Callable[[Value], bool | None]:
    def function(value: Value) -> bool | None:
        if value.words is None:
            return None
        found = _address(value)
        return found is not None and test(found)

    return function


def _in_subnet(*versions: int) -> Callable[[Value, Value], bool | None]:
    def function(value: Value, subnet: Value) -> bool | None:
        if value.words is None or subnet.words is None:
            return None
        found = _address(value)
        try:
            network = ip_network(subnet.words, strict=False)
        except ValueError:
            return False
        return found in network if found and network.version in versions else False

    return function


def _private(address: Address) -> bool:
    return any(address in each for each in _PRIVATE)


def _public(address: Address) -> bool:
    return not _private(address) and address.is_global and not address.is_multicast


def _reserved(address: Address) -> bool:
    return not _private(address) and not _public(address)


def _number(value: Value) -> float | None:
    found = _address(value)
    return float(int(found)) if isinstance(found, IPv4Address) else None


ADDRESSES: dict[str, Callable[..., bool | float | None]] = {
    "isValidIp": _asked(lambda _: True),
    "isValidIpV4": _asked(lambda address: address.version == 4),
    "isValidIpV6": _asked(lambda address: address.version == 6),
    "isIpInSubnet": _in_subnet(4, 6),
    "isIpv4InSubnet": _in_subnet(4),
    "isIpv6InSubnet": _in_subnet(6),
    "ipv4ToNumber": _number,
    "isPrivateIP": _asked(_private),
    "isPublicIP": _asked(_public),
    "isReservedIP": _asked(_reserved),
}
