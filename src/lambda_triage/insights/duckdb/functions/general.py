"""Presence and choice."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from sqlglot import exp

from lambda_triage.insights.duckdb.trees import build, call, once
from lambda_triage.insights.duckdb.value import SURELY_NUMERIC, Value, sure
from lambda_triage.insights.duckdb.views import condition, converted, number_of_text
from lambda_triage.insights.plan import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lambda_triage.insights.duckdb.value import Builder

_READS_AS_NUMBER = "n IS NOT NULL AND v <> 'true' AND v <> 'false'"


def _present(args: tuple[Value, ...], _: Kind) -> exp.Expr:
    return build("a IS NOT NULL", a=sure(args[0]))


def _coalesce(args: tuple[Value, ...], kind: Kind) -> exp.Expr:
    return call("coalesce", *(converted(each, kind) for each in args))


def _case(args: tuple[Value, ...], kind: Kind) -> exp.Expr:
    """`condition, value, …` and a default if the number of operands is odd."""
    default = converted(args[-1], kind) if len(args) % 2 else None
    pairs = zip(args[: len(args) // 2 * 2 : 2], args[1::2], strict=True)
    return _chosen([(condition(when), converted(then, kind)) for when, then in pairs], default)


def _if(args: tuple[Value, ...], kind: Kind) -> exp.Expr:
    return _chosen([(condition(args[0]), converted(args[1], kind))], converted(args[2], kind))


def _chosen(pairs: Sequence[tuple[exp.Expr, exp.Expr]], default: exp.Expr | None) -> exp.Expr:
    ifs = [exp.If(this=when.copy(), true=then.copy()) for when, then in pairs]
    return exp.Case(ifs=ifs, default=None if default is None else default.copy())


def _is_numeric(args: tuple[Value, ...], _: Kind) -> exp.Expr:
    """False where missing: what is not there cannot be read as a number."""
    value = args[0]
    if value.kind in SURELY_NUMERIC:
        return build("a IS NOT NULL", a=sure(value))
    if value.kind is Kind.JSON:
        return exp.false()
    return once(value.sql, lambda v: build(_READS_AS_NUMBER, v=v, n=number_of_text(v)))


GENERAL: Mapping[str, Builder] = MappingProxyType(
    {
        "ispresent": _present,
        "coalesce": _coalesce,
        "case": _case,
        "if": _if,
        "isNumeric": _is_numeric,
    }
)
