"""Comparison of any two values, membership, search in texts, and conditions.

Both sides with a numeric view compare as numbers; else a map or list on a side makes it false; else
a number or time is unequal to a text, neither less nor greater; else the printed texts compare by
code point. What is known of the kinds leaves out what cannot happen.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from sqlglot import exp

from lambda_triage.insights.duckdb.trees import build, once, text
from lambda_triage.insights.duckdb.value import SURELY_NUMERIC, Value, plain, sure
from lambda_triage.insights.duckdb.views import missing, number_of_text, numeric, textual
from lambda_triage.insights.plan import NUMERIC, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lambda_triage.insights.duckdb.value import Builder

_FALSE = "CASE WHEN a IS NOT NULL AND b IS NOT NULL THEN FALSE END"
_UNEQUAL = "CASE WHEN a IS NOT NULL AND b IS NOT NULL THEN TRUE END"
_COUNTED = frozenset((Kind.NUMBER, Kind.DOUBLE, Kind.TIME))  # never compare as texts


def compare(operator: str, left: Value, right: Value) -> exp.Expr:
    """`left operator right`, with the operator of SQL."""
    if Kind.JSON in (left.kind, right.kind):
        return build(_FALSE, a=sure(left), b=sure(right))
    if left.kind is right.kind and left.kind in SURELY_NUMERIC:
        return build(f"a {operator} b", a=sure(left), b=sure(right))
    numbers = build(f"a {operator} b", a=_number(left), b=_number(right))
    if left.kind in SURELY_NUMERIC and right.kind in SURELY_NUMERIC:
        return numbers
    texts = _texts(operator, left, right)
    if _never_numeric(left) or _never_numeric(right):
        return texts
    return build("coalesce(a, b)", a=numbers, b=texts)


def _texts(operator: str, left: Value, right: Value) -> exp.Expr:
    """Comparison where not both have a numeric view."""
    if left.kind in _COUNTED or right.kind in _COUNTED:
        return build(_UNEQUAL if operator == "<>" else _FALSE, a=sure(left), b=sure(right))
    return build(f"a {operator} b", a=textual(left), b=textual(right))


def _number(value: Value) -> exp.Expr:
    found = numeric(value)
    return sure(Value(found, Kind.NUMBER, False)) if not value.finite else found


def _never_numeric(value: Value) -> bool:
    return value.constant is not None and isinstance(numeric(value).this, exp.Null)


def _compared(operator: str) -> Builder:
    return lambda args, _: compare(operator, args[0], args[1])


def _in(args: tuple[Value, ...], _: Kind) -> exp.Expr:
    """A choice among constants is two lists, of numbers and of other texts; else an OR of `=`."""
    value, *choices = args
    constants = all(each.constant is not None and each.kind is not Kind.JSON for each in choices)
    if not choices:
        return build("CASE WHEN a IS NOT NULL THEN FALSE END", a=sure(value))
    if not constants or value.kind not in (Kind.TEXT, *NUMERIC):
        return balanced(exp.Or, [compare("=", value, each) for each in choices])
    return once(sure(value), lambda v: _among(Value(v, value.kind), choices))


def _among(value: Value, choices: Sequence[Value]) -> exp.Expr:
    numbers = [each for each in choices if not _never_numeric(each)]
    others = [textual(each) for each in choices if _never_numeric(each)]
    numeric_ones = [numeric(each) for each in numbers]
    if value.kind is not Kind.TEXT:
        return _listed(value.sql, numeric_ones + [missing(Kind.NUMBER)] * _has_missing(choices))
    listed = _listed(value.sql, others)
    if not numeric_ones:
        return listed
    if any(isinstance(each.this, exp.Null) for each in others):
        numeric_ones.append(missing(Kind.NUMBER))
    by_number = _listed(number_of_text(value.sql), numeric_ones)
    return build(
        "CASE WHEN n IS NOT NULL THEN b ELSE t END",
        n=number_of_text(value.sql),
        b=by_number,
        t=listed,
    )


def _has_missing(choices: Sequence[Value]) -> bool:
    return any(each.constant is not None and each.constant.value is None for each in choices)


def _listed(value: exp.Expr, choices: Sequence[exp.Expr]) -> exp.Expr:
    if not choices:
        return build("CASE WHEN a IS NOT NULL THEN FALSE END", a=value)
    this = value if isinstance(value, (exp.Column, exp.Identifier)) else exp.paren(value)
    return exp.In(this=this.copy(), expressions=[each.copy() for each in choices])


def balanced(node: type[exp.Connector], parts: Sequence[exp.Expr]) -> exp.Expr:
    """A tree of AND or OR that is as deep as the logarithm of its parts."""
    if len(parts) == 1:
        return parts[0]
    half = len(parts) // 2
    sides = [balanced(node, parts[:half]), balanced(node, parts[half:])]
    return node(this=exp.paren(sides[0]), expression=exp.paren(sides[1]))


def _like(args: tuple[Value, ...], _: Kind) -> exp.Expr:
    return build("contains(a, b)", a=args[0].sql, b=_pattern(args[1]))


def _matches(args: tuple[Value, ...], _: Kind) -> exp.Expr:
    return build("regexp_matches(a, b)", a=args[0].sql, b=_pattern(args[1]))


def _pattern(value: Value) -> exp.Expr:
    known = value.constant
    return text(str(known.value)) if known is not None else value.sql


COMPARE: Mapping[str, Builder] = MappingProxyType(
    {
        "or": plain("a OR b"),
        "and": plain("a AND b"),
        "not": plain("NOT a"),
        "=": _compared("="),
        "!=": _compared("<>"),
        "<": _compared("<"),
        "<=": _compared("<="),
        ">": _compared(">"),
        ">=": _compared(">="),
        "in": _in,
        "like": _like,
        "matches": _matches,
    }
)
