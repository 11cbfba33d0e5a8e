"""IP addresses as numbers: IPv4 in a BIGINT, IPv6 in a UHUGEINT.

An address is private (RFC 1918), reserved, or public: exactly one of them. Leading zeros in IPv4
and zones in IPv6 (`%eth0`) are not valid, as in RFC 6943 and inet_pton.
"""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network, ip_network
from types import MappingProxyType
from typing import TYPE_CHECKING

from sqlglot import exp

from lambda_triage.insights.duckdb.trees import build, once, text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lambda_triage.insights.duckdb.value import Builder, Value
    from lambda_triage.insights.plan import Kind

_BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_FOUR = rf"{_BYTE}(?:\.{_BYTE}){{3}}"
_SIDE = "(?:[0-9a-fA-F]{1,4}(?::[0-9a-fA-F]{1,4})*)?"
_SIX = f"(?:{_SIDE}::{_SIDE}|{_SIDE})"
_PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")
# IANA special-purpose address registries, what is not globally reachable, and multicast; 2026-04.
_RESERVED_FOUR = (
    "0.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/3",
)
_GLOBAL_SIX = ("64:ff9b::/96", "2000::/3")
_RESERVED_SIX = ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")

_FOUR_NUMBER = """
CASE WHEN regexp_full_match(a, valid)
     THEN CAST(split_part(a, '.', 1) AS BIGINT) * 16777216
        + CAST(split_part(a, '.', 2) AS BIGINT) * 65536
        + CAST(split_part(a, '.', 3) AS BIGINT) * 256
        + CAST(split_part(a, '.', 4) AS BIGINT) END
"""
# An IPv4 address at the end becomes the last two groups.
_ENDS_IN_FOUR = """
CASE WHEN NOT contains(a, ':') THEN NULL
     WHEN contains(a, '.')
     THEN CASE WHEN regexp_matches(a, ending)
          THEN list_extract(list_transform([regexp_extract(a, ending, 2)], LAMBDA q :
               regexp_extract(a, ending, 1)
               || format('{:x}', CAST(split_part(q, '.', 1) AS BIGINT) * 256
                               + CAST(split_part(q, '.', 2) AS BIGINT)) || ':'
               || format('{:x}', CAST(split_part(q, '.', 3) AS BIGINT) * 256
                               + CAST(split_part(q, '.', 4) AS BIGINT))), 1) END
     ELSE a END
"""
_GROUPS = """
CASE WHEN s = '' THEN ''
     ELSE array_to_string(
          list_transform(string_split(s, ':'), LAMBDA g : lpad(g, 4, '0')), '') END
"""
_SIX_NUMBER = """
CASE WHEN strlen(a) <= 45 AND regexp_full_match(a, valid)
     THEN CASE WHEN contains(a, '::')
          THEN CASE WHEN strlen(l) + strlen(r) <= 28
               THEN CAST('0x' || l || repeat('0', 32 - strlen(l) - strlen(r)) || r AS UHUGEINT) END
          WHEN strlen(l) = 32 THEN CAST('0x' || l AS UHUGEINT) END END
"""
_IS = "CASE WHEN a IS NOT NULL THEN coalesce(t, FALSE) END"


def _four(address: exp.Expr) -> exp.Expr:
    """The number of an IPv4 address, missing where it is none."""
    return once(address, lambda a: build(_FOUR_NUMBER, a=a, valid=text(_FOUR)))


def _six(address: exp.Expr) -> exp.Expr:
    """The number of an IPv6 address, missing where it is none."""
    ending = text(f"^(.*:)({_FOUR})$")
    hexadecimal = once(address, lambda a: build(_ENDS_IN_FOUR, a=a, ending=ending))
    return once(hexadecimal, _six_number)


def _six_number(a: exp.Expr) -> exp.Expr:
    left = build(_GROUPS, s=build("split_part(a, '::', 1)", a=a))
    right = build(_GROUPS, s=build("split_part(a, '::', 2)", a=a))
    return once(
        left,
        lambda hi: once(right, lambda lo: build(_SIX_NUMBER, a=a, l=hi, r=lo, valid=text(_SIX))),
    )


def _valid(*versions: int) -> Builder:
    return lambda args, _: once(args[0].sql, lambda a: _asked(a, [_known(a, v) for v in versions]))


def _known(address: exp.Expr, version: int) -> exp.Expr:
    number = _four(address) if version == 4 else _six(address)
    return build("n IS NOT NULL", n=number)


def _asked(address: exp.Expr, tests: Sequence[exp.Expr]) -> exp.Expr:
    """Whether one of the tests holds: false where none can be made, missing for no address."""
    found: exp.Expr = exp.false()
    for test in reversed(tests):
        found = build("coalesce(t, FALSE) OR f", t=test, f=found)
    return build(_IS, a=address, t=found)


def _in_networks(address: exp.Expr, networks: Sequence[str]) -> list[exp.Expr]:
    """Tests for networks, the number computed once for each version."""
    parsed = [ip_network(each) for each in networks]
    four = [each for each in parsed if isinstance(each, IPv4Network)]
    six = [each for each in parsed if isinstance(each, IPv6Network)]
    found = []
    if four:
        found.append(once(_four(address), lambda n: _between(n, four, "BIGINT")))
    if six:
        found.append(once(_six(address), lambda n: _between(n, six, "UHUGEINT")))
    return found


def _between(n: exp.Expr, networks: Sequence[IPv4Network | IPv6Network], kind: str) -> exp.Expr:
    found: exp.Expr | None = None
    for each in networks:
        first = exp.cast(text(str(int(each.network_address))), kind)
        last = exp.cast(text(str(int(each.broadcast_address))), kind)
        test = build("n BETWEEN first AND last", n=n, first=first, last=last)
        found = test if found is None else build("a OR b", a=found, b=test)
    assert found is not None
    return found


def _in_subnet(*versions: int) -> Builder:
    def builder(args: tuple[Value, ...], _: Kind) -> exp.Expr:
        known = args[1].constant
        if known is None:
            return once(args[0].sql, lambda a: _in_any(a, args[1].sql, versions))
        networks = [] if known.value is None else _networks(str(known.value), versions)
        return once(args[0].sql, lambda a: _asked(a, _in_networks(a, networks)))

    return builder


def _networks(subnet: str, versions: tuple[int, ...]) -> list[str]:
    """The network that a constant names; none where it names none of these versions."""
    try:
        network = ip_network(subnet, strict=False)
    except ValueError:
        return []
    return [str(network)] if network.version in versions and subnet.count("/") <= 1 else []


_ANY = r"""
CASE WHEN regexp_full_match(s, '[^/]+(?:/(?:0|[1-9][0-9]{0,2}))?')
     THEN list_extract(list_transform(
          [coalesce(TRY_CAST(nullif(split_part(s, '/', 2), '') AS BIGINT), bits)], LAMBDA p :
          CASE WHEN p = 0 THEN n IS NOT NULL AND m IS NOT NULL
               WHEN p <= bits
               THEN n >> CAST(bits - p AS kind) = m >> CAST(bits - p AS kind) END), 1)
     END
"""


def _in_any(address: exp.Expr, subnet: exp.Expr, versions: tuple[int, ...]) -> exp.Expr:
    """Whether the address is in a subnet that differs from row to row."""
    network = build("split_part(s, '/', 1)", s=subnet)
    tests = []
    for version in versions:
        number = _four if version == 4 else _six
        bits, kind = (32, "BIGINT") if version == 4 else (128, "UHUGEINT")
        template = _ANY.replace("bits", str(bits)).replace("kind", kind)
        tests.append(build(template, s=subnet, n=number(address), m=number(network)))
    asked = _asked(address, tests)
    return build("CASE WHEN s IS NOT NULL THEN t END", s=subnet, t=asked)


def _private(args: tuple[Value, ...], _: Kind) -> exp.Expr:
    return once(args[0].sql, lambda a: _asked(a, _in_networks(a, _PRIVATE)))


def _reserved(args: tuple[Value, ...], _: Kind) -> exp.Expr:
    return once(args[0].sql, lambda a: _asked(a, [_not_global_four(a), _not_global_six(a)]))


def _not_global_four(a: exp.Expr) -> exp.Expr:
    return _in_networks(a, _RESERVED_FOUR)[0]


def _not_global_six(a: exp.Expr) -> exp.Expr:
    wide = [IPv6Network(each) for each in _GLOBAL_SIX]
    holes = [IPv6Network(each) for each in _RESERVED_SIX]
    return once(
        _six(a),
        lambda n: build(
            "NOT w OR h", w=_between(n, wide, "UHUGEINT"), h=_between(n, holes, "UHUGEINT")
        ),
    )


def _public(args: tuple[Value, ...], _: Kind) -> exp.Expr:
    return once(args[0].sql, lambda a: _asked(a, [_global_four(a), _global_six(a)]))


def _global_four(a: exp.Expr) -> exp.Expr:
    networks = [IPv4Network(each) for each in _RESERVED_FOUR + _PRIVATE]
    return once(_four(a), lambda n: build("NOT b", b=_between(n, networks, "BIGINT")))


def _global_six(a: exp.Expr) -> exp.Expr:
    return build("NOT b", b=_not_global_six(a))


def _to_number(args: tuple[Value, ...], _: Kind) -> exp.Expr:
    return build("CAST(n AS DOUBLE)", n=_four(args[0].sql))


ADDRESSES: Mapping[str, Builder] = MappingProxyType(
    {
        "isValidIp": _valid(4, 6),
        "isValidIpV4": _valid(4),
        "isValidIpV6": _valid(6),
        "isIpInSubnet": _in_subnet(4, 6),
        "isIpv4InSubnet": _in_subnet(4),
        "isIpv6InSubnet": _in_subnet(6),
        "ipv4ToNumber": _to_number,
        "isPrivateIP": _private,
        "isPublicIP": _public,
        "isReservedIP": _reserved,
    }
)
