"""Arithmetic. What is not finite is missing; chains of operators check that once, at their end."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from lambda_triage.insights.duckdb.trees import build, call, number, once
from lambda_triage.insights.duckdb.value import Value, plain, sure
from lambda_triage.insights.duckdb.views import numeric
from lambda_triage.insights.plan import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlglot import exp

    from lambda_triage.insights.duckdb.value import Builder

_EARTH_KM = 6371.0  # mean radius of the Earth
_MOST_DECIMALS = 308  # exponent range of a double

# From 2^52 on a double has no decimals that could be rounded.
_ROUND = """
CASE WHEN abs(a) * s >= 4503599627370496 THEN a
     ELSE round(a * s) / s END
"""
_HAVERSINE = """
sqrt(pow(sin(radians(c - a) / 2), 2)
     + cos(radians(a)) * cos(radians(c)) * pow(sin(radians(d - b) / 2), 2))
"""
# A rounding error may take the sine beyond 1; not a number counts as greater than all others.
_ARC = "2 * radius * asin(CASE WHEN h > 1 AND NOT isnan(h) THEN CAST(1 AS DOUBLE) ELSE h END)"


def _passing(template: str) -> Builder:
    """An operator that gives back what is not finite where it was given such."""

    def builder(args: tuple[Value, ...], _: Kind) -> exp.Expr:
        return build(template, **{n: each.sql for n, each in zip("ab", args, strict=False)})

    return builder


def _round(args: tuple[Value, ...], _: Kind) -> exp.Expr:
    if len(args) == 1:
        return once(sure(args[0]), lambda a: build(_ROUND, a=a, s=number(1)))
    scale = build(
        "pow(ten, greatest(-most, least(most, trunc(d))))",
        ten=number(10),
        most=number(_MOST_DECIMALS),
        d=sure(args[1]),
    )
    # greatest and least would take the place of a missing number of decimals
    scale = build("CASE WHEN d IS NOT NULL THEN s END", d=sure(args[1]), s=scale)
    return once(sure(args[0]), lambda a: once(scale, lambda s: build(_ROUND, a=a, s=s)))


def _haversine(args: tuple[Value, ...], _: Kind) -> exp.Expr:
    parts = {n: sure(each) for n, each in zip("abcd", args, strict=True)}
    half = build(_HAVERSINE, **parts)
    return once(half, lambda h: build(_ARC, radius=number(_EARTH_KM), h=h))


def _extreme(name: str) -> Builder:
    return lambda args, _: call(name, *(sure(each) for each in args))


def _whole(bits: int) -> Builder:
    """Truncated; missing where it needs more bits."""
    bounds = {"low": number(-(2.0 ** (bits - 1))), "high": number(2.0 ** (bits - 1))}

    def builder(args: tuple[Value, ...], _: Kind) -> exp.Expr:
        return once(
            build("trunc(a)", a=_number(args[0])),
            lambda v: build("CASE WHEN v >= low AND v < high THEN v END", v=v, **bounds),
        )

    return builder


def _number(value: Value) -> exp.Expr:
    return sure(Value(numeric(value), Kind.NUMBER, value.finite))


def _histogram(args: tuple[Value, ...], _: Kind) -> exp.Expr:
    return once(
        sure(args[1]),
        lambda w: build("CASE WHEN w > 0 THEN floor(a / w) * w END", a=sure(args[0]), w=w),
    )


def _to_number(args: tuple[Value, ...], _: Kind) -> exp.Expr:
    return _number(args[0])


# Functions whose result may be infinite or not a number: `sure` stands before whoever minds.
NOT_FINITE = frozenset(
    ("+", "-", "*", "/", "%", "^", "negate", "abs", "ceil", "floor", "log", "round", "sqrt")
) | {"haversine", "histogram"}

NUMBERS: Mapping[str, Builder] = MappingProxyType(
    {
        "+": _passing("a + b"),
        "-": _passing("a - b"),
        "*": _passing("a * b"),
        "/": lambda args, _: build("a / b", a=args[0].sql, b=sure(args[1])),
        "%": plain("a % b"),
        "^": plain("pow(a, b)"),
        "negate": _passing("-a"),
        "abs": _passing("abs(a)"),
        "ceil": _passing("ceil(a)"),
        "floor": _passing("floor(a)"),
        "greatest": _extreme("greatest"),
        "least": _extreme("least"),
        "log": plain("ln(a)"),
        "round": _round,
        "sqrt": plain("sqrt(a)"),
        "haversine": _haversine,
        "histogram": _histogram,
        "toNumber": _to_number,
        "toInt": _whole(32),
        "toLong": _whole(64),
        "toDouble": _to_number,
    }
)
