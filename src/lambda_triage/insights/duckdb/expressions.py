"""Expressions of a plan as SQL: every operand as its function takes it, every function a table row.

The SQL never raises while it runs, whatever is in the log: what cannot be computed is missing.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from lambda_triage.errors import UsageError
from lambda_triage.insights.duckdb.functions.addresses import ADDRESSES
from lambda_triage.insights.duckdb.functions.compare import COMPARE
from lambda_triage.insights.duckdb.functions.general import GENERAL
from lambda_triage.insights.duckdb.functions.hashes import HASHES
from lambda_triage.insights.duckdb.functions.json import JSON
from lambda_triage.insights.duckdb.functions.numbers import NOT_FINITE, NUMBERS
from lambda_triage.insights.duckdb.functions.texts import TEXTS
from lambda_triage.insights.duckdb.functions.times import TIMES
from lambda_triage.insights.duckdb.value import Value, sure
from lambda_triage.insights.duckdb.views import constant, taken
from lambda_triage.insights.plan import Apply, Constant, Ref, Within
from lambda_triage.insights.vocabulary import FUNCTION, OPERATOR, Takes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlglot import exp

    from lambda_triage.insights.duckdb.value import Builder
    from lambda_triage.insights.plan import Expr

BUILDERS: Mapping[str, Builder] = MappingProxyType(
    {**COMPARE, **NUMBERS, **TEXTS, **TIMES, **JSON, **GENERAL, **ADDRESSES, **HASHES}
)


def sql(expr: Expr, columns: Mapping[str, exp.Expr]) -> exp.Expr:
    """The SQL of an expression; numbers that are not finite are already missing.

    columns  SQL of each column of the plan, by its id
    A `Within` is no expression of its own: whoever knows the other plan puts a column in its place.
    """
    return sure(value(expr, columns))


def value(expr: Expr, columns: Mapping[str, exp.Expr]) -> Value:
    """The SQL of an expression, and what is known of it.

    Raises UsageError where functions are nested deeper than Python's stack lets SQL be built.
    """
    try:
        return _value(expr, columns)
    except RecursionError:
        raise UsageError(
            "an expression is nested too deeply; name a part of it first: fields … as part"
        ) from None


def _value(expr: Expr, columns: Mapping[str, exp.Expr]) -> Value:
    if isinstance(expr, Constant):
        return constant(expr)
    if isinstance(expr, Ref):
        return Value(columns[expr.column.id].copy(), expr.column.kind)
    assert not isinstance(expr, Within)
    args = tuple(_value(each, columns) for each in expr.args)
    return _applied(expr, args)


def _applied(expr: Apply, args: tuple[Value, ...]) -> Value:
    takes = _takes(expr.function)
    operands = tuple(taken(each, takes[min(at, len(takes) - 1)]) for at, each in enumerate(args))
    made = BUILDERS[expr.function](operands, expr.kind)
    return Value(made, expr.kind, finite=expr.function not in NOT_FINITE)


def _takes(name: str) -> tuple[Takes, ...]:
    """What each operand is; a period is two constants."""
    function = OPERATOR.get(name) or FUNCTION[name.lower()]
    return tuple(
        each
        for takes in function.takes
        for each in ((takes, takes) if takes is Takes.PERIOD else (takes,))
    )
