"""Arithmetic on numeric views (choices 2 and 4); what has no finite result is missing."""

from __future__ import annotations

import math
import operator
from typing import TYPE_CHECKING

from tests.insights.reference.values import finite

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.insights.reference.values import Value


def _of(compute: Callable[..., float]) -> Callable[..., float | None]:
    """A function of numbers; missing where an operand is, or where there is no finite result."""

    def function(*args: Value) -> float | None:
        numbers = [each.number for each in args]
        if None in numbers:
            return None
        try:
            found = compute(*numbers)
        except (ZeroDivisionError, OverflowError, ValueError):
            return None
        return finite(found) if isinstance(found, int | float) else None

    return function


def _floored(a: float) -> float:
    return float(math.floor(a))


def _ceiled(a: float) -> float:
    return float(math.ceil(a))


def _round(a: float, digits: float = 0) -> float:
    """|x|·10^d to the nearest whole, halves up; from 2^52 on a double has no decimals."""
    scale = 10.0 ** max(-308, min(308, math.trunc(digits)))
    if abs(a) * scale >= 2**52:
        return a
    decimals, whole = math.modf(abs(a) * scale)
    return math.copysign((whole + (decimals >= 0.5)) / scale, a) if a else 0.0


def _whole(bits: int) -> Callable[[float], float]:
    def truncate(a: float) -> float:
        found = math.trunc(a)
        return float(found) if -(2 ** (bits - 1)) <= found < 2 ** (bits - 1) else math.nan

    return truncate


def _haversine(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    a, b, c, d = (math.radians(each) for each in (lat1, lon1, lat2, lon2))
    half = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(half)))


def _histogram(value: float, width: float) -> float:
    return math.floor(value / width) * width if width > 0 else math.nan


def _extreme(choose: Callable[..., float]) -> Callable[..., float | None]:
    def function(*args: Value) -> float | None:
        return choose((each.number for each in args if each.number is not None), default=None)

    return function


def _power(a: float, b: float) -> float:
    found = a**b
    return math.nan if isinstance(found, complex) else found


def _same(a: float) -> float:
    return a


NUMBERS: dict[str, Callable[..., float | None]] = {
    "+": _of(operator.add),
    "-": _of(operator.sub),
    "*": _of(operator.mul),
    "/": _of(operator.truediv),
    "%": _of(math.fmod),
    "^": _of(_power),
    "negate": _of(operator.neg),
    "abs": _of(abs),
    "ceil": _of(_ceiled),
    "floor": _of(_floored),
    "greatest": _extreme(max),
    "least": _extreme(min),
    "log": _of(math.log),
    "round": _of(_round),
    "sqrt": _of(math.sqrt),
    "haversine": _of(_haversine),
    "histogram": _of(_histogram),
    "toNumber": _of(_same),
    "toInt": _of(_whole(32)),
    "toLong": _of(_whole(64)),
    "toDouble": _of(_same),
}
