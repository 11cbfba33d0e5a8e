"""What one value of a pattern asks of one leaf of an event. Behaviour as in event-ruler (2026)."""

from __future__ import annotations

import ipaddress
import operator
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from lambda_triage.patterns.values import number, show
from lambda_triage.patterns.wildcard import fits

if TYPE_CHECKING:
    from collections.abc import Callable

    from lambda_triage.patterns.values import Scalar

Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network

COMPARATORS: dict[str, Callable[[float, float], bool]] = {
    "=": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class Literal(Struct, frozen=True):
    """The value itself; numbers by value, so 300 is 300.0, but never the text "300"."""

    value: Scalar

    def met(self, leaf: Scalar) -> bool:
        mine, other = number(self.value), number(leaf)
        if mine is not None or other is not None:
            return mine is not None and other is not None and mine == other
        return type(self.value) is type(leaf) and self.value == leaf

    def __str__(self) -> str:
        return show(self.value)


class Prefix(Struct, frozen=True):
    text: str
    ignore_case: bool = False

    def met(self, leaf: Scalar) -> bool:
        if not isinstance(leaf, str):
            return False
        # Twice the length: a letter may fold to more than one.
        start = leaf[: 2 * len(self.text)].lower() if self.ignore_case else leaf
        return start.startswith(self.text.lower() if self.ignore_case else self.text)

    def __str__(self) -> str:
        return f"a text that begins with {show(self.text)}{_case(self.ignore_case)}"


class Suffix(Struct, frozen=True):
    text: str
    ignore_case: bool = False

    def met(self, leaf: Scalar) -> bool:
        if not isinstance(leaf, str):
            return False
        text, leaf = (self.text.lower(), leaf.lower()) if self.ignore_case else (self.text, leaf)
        return leaf.endswith(text)

    def __str__(self) -> str:
        return f"a text that ends with {show(self.text)}{_case(self.ignore_case)}"


class IgnoreCase(Struct, frozen=True):
    text: str

    def met(self, leaf: Scalar) -> bool:
        return isinstance(leaf, str) and leaf.lower() == self.text.lower()

    def __str__(self) -> str:
        return f"{show(self.text)}{_case(ignored=True)}"


class Wildcard(Struct, frozen=True):
    text: str
    parts: tuple[str, ...]

    def met(self, leaf: Scalar) -> bool:
        return isinstance(leaf, str) and fits(self.parts, leaf)

    def __str__(self) -> str:
        return f"a text like {show(self.text)}"


class Cidr(Struct, frozen=True):
    network: Network

    def met(self, leaf: Scalar) -> bool:
        # The longest text of an address: IPv6 with an IPv4 tail is 45 characters.
        if not isinstance(leaf, str) or len(leaf) > 45:
            return False
        try:
            address = ipaddress.ip_address(leaf)
        except ValueError:
            return False
        return address in self.network

    def __str__(self) -> str:
        return f"an address in {self.network}"


class Numeric(Struct, frozen=True):
    """One or two comparisons; numbers beyond the service's bound never meet them."""

    comparisons: tuple[tuple[str, int | float], ...]
    bound: float

    def met(self, leaf: Scalar) -> bool:
        value = number(leaf)
        if value is None or not -self.bound <= value <= self.bound:
            return False
        return all(COMPARATORS[name](value, limit) for name, limit in self.comparisons)

    def __str__(self) -> str:
        asked = " and ".join(f"{name} {show(limit)}" for name, limit in self.comparisons)
        return f"a number {asked}"


class Exists(Struct, frozen=True):
    """Whether there is a leaf at all; `filled`: a null or an empty text is not enough (SNS)."""

    present: bool
    filled: bool = False

    def met(self, leaf: Scalar) -> bool:
        return self.present and not (self.filled and leaf in (None, ""))

    def __str__(self) -> str:
        return "any value" if self.present else "no such field"


class AnythingBut(Struct, frozen=True):
    """A leaf that meets none of these, of whatever type it is."""

    tests: tuple[Literal | Prefix | Suffix | IgnoreCase | Wildcard, ...]

    def met(self, leaf: Scalar) -> bool:
        return not any(test.met(leaf) for test in self.tests)

    def __str__(self) -> str:
        return "anything but " + " or ".join(map(str, self.tests))


Test: TypeAlias = (
    Literal | Prefix | Suffix | IgnoreCase | Wildcard | Cidr | Numeric | Exists | AnythingBut
)


def _case(ignored: bool) -> str:
    return " in any case" if ignored else ""
