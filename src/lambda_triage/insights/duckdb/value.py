"""An SQL expression and what is known of the values it gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.insights.duckdb.trees import build, once
from lambda_triage.insights.plan import NUMERIC, Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlglot import exp

    from lambda_triage.insights.plan import Constant

# Kinds of which every present value has a numeric view.
SURELY_NUMERIC = NUMERIC | {Kind.TRUTH, Kind.TIME}


class Value(Struct, frozen=True):
    """One operand.

    finite    False: not a number or infinite may come out, and means missing; arithmetic passes it
              on, whoever else takes the value asks for `sure`
    constant  the constant that it is
    """

    sql: exp.Expr
    kind: Kind
    finite: bool = True
    constant: Constant | None = None


if TYPE_CHECKING:
    # How a function becomes SQL: its operands, already as its `takes` says, and the kind it gives.
    Builder = Callable[[tuple[Value, ...], Kind], exp.Expr]


def sure(value: Value) -> exp.Expr:
    """The value, missing where it is not finite."""
    if value.finite:
        return value.sql
    return once(value.sql, lambda v: build("CASE WHEN isfinite(v) THEN v END", v=v))


def plain(template: str) -> Builder:
    """A function that is one template over its operands `a`, `b`, `c`, `d`, each used once."""

    def builder(args: tuple[Value, ...], _: Kind) -> exp.Expr:
        return build(template, **{n: sure(each) for n, each in zip("abcd", args, strict=False)})

    return builder


def over(template: str) -> Builder:
    """As `plain`, but `a` may be used several times."""

    def builder(args: tuple[Value, ...], _: Kind) -> exp.Expr:
        rest = {n: sure(each) for n, each in zip("bcd", args[1:], strict=False)}
        return once(sure(args[0]), lambda a: build(template, a=a, **rest))

    return builder
