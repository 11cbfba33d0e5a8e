"""The value of an expression of the plan in one row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.insights.plan import NUMERIC, Constant, Kind, Ref, Within
from tests.insights.reference.compare import compare as compared
from tests.insights.reference.compare import either
from tests.insights.reference.functions import FUNCTIONS
from tests.insights.reference.functions.jsons import get_json, get_text
from tests.insights.reference.values import Plain, Value

if TYPE_CHECKING:
    from collections.abc import Callable

    from lambda_triage.insights.plan import Expr, Plan
    from tests.insights.reference.rows import Row

    Ask = Callable[[Plan], list[Value]]  # the one column of another plan


def evaluate(expr: Expr, row: Row, ask: Ask) -> Value:
    if isinstance(expr, Constant):
        return Value(_exact(expr.value, expr.kind), expr.kind)
    if isinstance(expr, Ref):
        return Value(row.values.get(expr.column.id), expr.kind)
    if isinstance(expr, Within):
        value = evaluate(expr.value, row, ask)
        return Value(_within(value, ask(expr.plan)), Kind.TRUTH)
    args = [evaluate(each, row, ask) for each in expr.args]
    if expr.function == "get":
        get = get_json if expr.kind is Kind.JSON else get_text
        return Value(get(*args), expr.kind)
    made = FUNCTIONS[expr.function](*args)
    return made.to(expr.kind) if isinstance(made, Value) else Value(made, expr.kind)


def _within(value: Value, choices: list[Value]) -> bool | None:
    """A subquery's missing values are in no list."""
    if value.missing:
        return None
    return either(compared("=", value, each) for each in choices if not each.missing)


def _exact(value: Plain, kind: Kind) -> Plain:
    return float(value) if kind in NUMERIC and value is not None else value
