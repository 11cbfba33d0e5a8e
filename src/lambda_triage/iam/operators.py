"""Condition operators: whether one value of the request fits one value of the policy."""

from __future__ import annotations

import base64
import binascii
import re
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING, Literal, NamedTuple

from msgspec import Struct

from lambda_triage.iam.pattern import folded, matches, matches_arn
from lambda_triage.iam.truth import NO, YES, Truth, truth, unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from lambda_triage.iam.pattern import Glob

Quantifier = Literal["", "forallvalues", "foranyvalue"]
Compare = Literal["equals", "lessthan", "lessthanequals", "greaterthan", "greaterthanequals"]


class Fit(NamedTuple):
    """How an operator compares: *wild* tells whether `*` and `?` are wildcards to it."""

    test: Callable[[Glob, str], Truth]
    wild: bool
    negated: bool = False


class Operator(Struct, frozen=True):
    """`ForAllValues:StringLikeIfExists` taken apart; fit is None for `Null`."""

    quantifier: Quantifier
    if_exists: bool
    fit: Fit | None


def operator(name: str) -> Operator | None:
    """Take an operator apart; None for one that is not known here."""
    found = re.fullmatch(r"(?:(forallvalues|foranyvalue):)?(\w{1,60}?)(ifexists)?", name.lower())
    if found is None:
        return None
    quantifier: Quantifier = (
        "" if not found[1] else "forallvalues" if found[1] == "forallvalues" else "foranyvalue"
    )
    if found[2] == "null":
        return None if found[1] or found[3] else Operator("", if_exists=False, fit=None)
    fit = FITS.get(found[2])
    return fit and Operator(quantifier, found[3] is not None, fit)


def _string(pattern: Glob, value: str) -> Truth:
    return truth(matches(pattern, value))


def _caseless(pattern: Glob, value: str) -> Truth:
    return truth(matches(folded(pattern), value.lower()))


def _bool(pattern: Glob, value: str) -> Truth:
    if value.lower() not in ("true", "false"):
        return unknown(f"whether {value[:80]!r} is true or false")
    return _caseless(pattern, value)


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _date(text: str) -> Decimal | None:
    """Seconds since 1970 of an ISO 8601 date or of the number itself."""
    if (seconds := _number(text)) is not None:
        return seconds
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return Decimal(str(aware.timestamp()))


def _ordered(read: Callable[[str], Decimal | None], how: Compare) -> Callable[[Glob, str], Truth]:
    def test(pattern: Glob, value: str) -> Truth:
        wanted, actual = read(_text(pattern)), read(value)
        if wanted is None or actual is None:
            return unknown(f"how AWS compares {value[:80]!r} with {_text(pattern)[:80]!r}")
        return truth(_compare(actual, wanted, how))

    return test


def _compare(actual: Decimal, wanted: Decimal, how: Compare) -> bool:
    if actual == wanted:
        return how.endswith("equals")
    return how.startswith("less") if actual < wanted else how.startswith("greater")


def _ip(pattern: Glob, value: str) -> Truth:
    try:
        network, address = ip_network(_text(pattern), strict=False), ip_address(value)
    except ValueError:
        return unknown(f"whether {value[:80]!r} is an address in {_text(pattern)[:80]!r}")
    return truth(address.version == network.version and address in network)


def _binary(pattern: Glob, value: str) -> Truth:
    try:
        same = base64.b64decode(_text(pattern), validate=True) == base64.b64decode(
            value, validate=True
        )
    except (binascii.Error, ValueError):
        return unknown("what the base64 of a BinaryEquals condition holds")
    return YES if same else NO


def _text(pattern: Glob) -> str:
    """Operators without wildcards get their pattern as plain characters."""
    return "".join(one for one in pattern if isinstance(one, str))


_ORDERS: tuple[Compare, ...] = (
    "equals",
    "lessthan",
    "lessthanequals",
    "greaterthan",
    "greaterthanequals",
)
# Source: IAM guide, "IAM JSON policy elements: Condition operators", 2026. ArnEquals and ArnLike
# are documented to behave alike.
FITS: dict[str, Fit] = {
    "stringequals": Fit(_string, wild=False),
    "stringnotequals": Fit(_string, wild=False, negated=True),
    "stringequalsignorecase": Fit(_caseless, wild=False),
    "stringnotequalsignorecase": Fit(_caseless, wild=False, negated=True),
    "stringlike": Fit(_string, wild=True),
    "stringnotlike": Fit(_string, wild=True, negated=True),
    "bool": Fit(_bool, wild=False),
    "binaryequals": Fit(_binary, wild=False),
    "ipaddress": Fit(_ip, wild=False),
    "notipaddress": Fit(_ip, wild=False, negated=True),
    "arnequals": Fit(matches_arn, wild=True),
    "arnlike": Fit(matches_arn, wild=True),
    "arnnotequals": Fit(matches_arn, wild=True, negated=True),
    "arnnotlike": Fit(matches_arn, wild=True, negated=True),
    "numericnotequals": Fit(_ordered(_number, "equals"), wild=False, negated=True),
    "datenotequals": Fit(_ordered(_date, "equals"), wild=False, negated=True),
    **{f"numeric{how}": Fit(_ordered(_number, how), wild=False) for how in _ORDERS},
    **{f"date{how}": Fit(_ordered(_date, how), wild=False) for how in _ORDERS},
}
