"""What an operand is taken as: a number, a text, a time, a condition, a map or list."""

from __future__ import annotations

import re
from math import isfinite
from typing import TYPE_CHECKING

from sqlglot import exp

from lambda_triage.insights.duckdb.printed import FIRST_MS, LAST_MS, printed, show
from lambda_triage.insights.duckdb.trees import build, integer, number, once, text
from lambda_triage.insights.duckdb.value import Value, sure
from lambda_triage.insights.plan import NUMERIC, Constant, Kind
from lambda_triage.insights.vocabulary import Takes

if TYPE_CHECKING:
    from collections.abc import Mapping

_DECIMAL = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?", re.ASCII)

# A number begins with one of `+,-./0123456789`, so that most texts are refused by one comparison.
# Up to 200 characters and an exponent of two digits nothing is beyond a DOUBLE.
_NUMERIC = """
CASE WHEN v >= '+' AND v < ':' THEN
       CASE WHEN strlen(v) <= 200 AND regexp_full_match(v, short) THEN TRY_CAST(v AS DOUBLE)
            WHEN regexp_full_match(v, long) AND isfinite(TRY_CAST(v AS DOUBLE))
            THEN TRY_CAST(v AS DOUBLE) END
     WHEN v = 'true' THEN CAST(1 AS DOUBLE)
     WHEN v = 'false' THEN CAST(0 AS DOUBLE) END
"""
_SHORT = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9][0-9]?)?"
_LONG = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
# The check of validity stands first: DuckDB raises on what is no JSON.
_CONTAINER = """
CASE WHEN regexp_matches(v, '^[ \\t\\r\\n]*[\\[{]') AND json_valid(v)
     THEN CAST(TRY(json(v)) AS VARCHAR) END
"""
NULL_OF: Mapping[Kind, str] = {
    Kind.TEXT: "VARCHAR",
    Kind.NUMBER: "DOUBLE",
    Kind.DOUBLE: "DOUBLE",
    Kind.TRUTH: "BOOLEAN",
    Kind.TIME: "BIGINT",
    Kind.JSON: "VARCHAR",
}


def numeric_view(value: str | float | bool | None, kind: Kind) -> float | None:
    """The number that a value is taken for.

    >>> numeric_view("-1.5e3", Kind.TEXT), numeric_view("true", Kind.TEXT)
    (-1500.0, 1.0)
    """
    if value is None or kind is Kind.JSON:
        return None
    if not isinstance(value, str):
        return float(value)
    if value in ("true", "false"):
        return float(value == "true")
    if not _DECIMAL.fullmatch(value):
        return None
    found = float(value)
    return found if isfinite(found) else None


def missing(kind: Kind) -> exp.Expr:
    """NULL of the type of a kind."""
    return exp.cast(exp.null(), NULL_OF[kind])


def constant(value: Constant) -> Value:
    """A constant as an operand."""
    return Value(_literal(value.value, value.kind), value.kind, constant=value)


def _literal(value: str | float | bool | None, kind: Kind) -> exp.Expr:
    if value is None:
        return missing(kind)
    if kind is Kind.TRUTH:
        return exp.Boolean(this=bool(value))
    if isinstance(value, str):
        return text(value)
    if kind is Kind.TIME:
        return integer(int(value))
    return number(value) if isfinite(value) else missing(kind)


def numeric(value: Value) -> exp.Expr:
    """The numeric view; not finite only where the value is a NUMBER that is not."""
    if value.constant is not None:
        found = numeric_view(value.constant.value, value.kind)
        return missing(Kind.NUMBER) if found is None else number(found)
    if value.kind in NUMERIC:
        return value.sql
    if value.kind is Kind.JSON:
        return missing(Kind.NUMBER)
    if value.kind is Kind.TEXT:
        return number_of_text(value.sql)
    return build("CAST(v AS DOUBLE)", v=value.sql)


def number_of_text(value: exp.Expr) -> exp.Expr:
    """The numeric view of a VARCHAR."""
    return once(value, lambda v: build(_NUMERIC, v=v, short=text(_SHORT), long=text(_LONG)))


def textual(value: Value) -> exp.Expr:
    """The printed form."""
    if value.constant is not None:
        return _literal(show(value.constant.value, value.kind), Kind.TEXT)
    return printed(sure(value), value.kind)


def condition(value: Value) -> exp.Expr:
    """Whether it holds: a truth value, or any number but 0."""
    if value.kind is Kind.TRUTH:
        return value.sql
    return build("v <> 0", v=_sure_number(value))


def time(value: Value) -> exp.Expr:
    """Milliseconds: a time, or a number taken as such; missing outside of the years 1 to 9999."""
    if value.kind is Kind.TIME:
        return value.sql
    bounds = {"first": number(FIRST_MS), "last": number(LAST_MS)}
    return once(
        _sure_number(value),
        lambda v: build(
            "CASE WHEN v BETWEEN first AND last THEN CAST(floor(v) AS BIGINT) END", v=v, **bounds
        ),
    )


def container(value: Value) -> exp.Expr:
    """A map or list; of a text, the one that it writes down."""
    if value.kind is Kind.JSON:
        return value.sql
    return container_of_text(value.sql) if value.kind is Kind.TEXT else missing(Kind.JSON)


def container_of_text(value: exp.Expr) -> exp.Expr:
    """The compact map or list that a VARCHAR writes down; else missing."""
    return once(value, lambda v: build(_CONTAINER, v=v))


def taken(value: Value, takes: Takes) -> Value:
    """The operand as a function takes it."""
    match takes:
        case Takes.TEXT if value.kind is Kind.JSON:
            return Value(missing(Kind.TEXT), Kind.TEXT)
        case Takes.TEXT:
            return Value(textual(value), Kind.TEXT, constant=_as_text(value))
        case Takes.NUMBER:
            known = value.constant if value.kind in NUMERIC else None
            finite = value.finite or value.kind not in NUMERIC
            return Value(numeric(value), Kind.NUMBER, finite, known)
        case Takes.TIME:
            return Value(time(value), Kind.TIME)
        case Takes.TRUTH:
            return Value(condition(value), Kind.TRUTH)
        case Takes.JSON:
            return Value(container(value), Kind.JSON)
        case _:
            return value


def converted(value: Value, kind: Kind) -> exp.Expr:
    """The value as one of another kind, where a function gives several."""
    if value.kind is kind or {value.kind, kind} <= NUMERIC:
        return sure(value)
    if value.constant is not None and value.constant.value is None:
        return missing(kind)
    if kind is Kind.TEXT:
        return textual(value)
    if kind in NUMERIC:
        return _sure_number(value)
    takes = {Kind.TRUTH: Takes.TRUTH, Kind.TIME: Takes.TIME, Kind.JSON: Takes.JSON}[kind]
    return taken(value, takes).sql


def _sure_number(value: Value) -> exp.Expr:
    return sure(taken(value, Takes.NUMBER))


def _as_text(value: Value) -> Constant | None:
    if value.constant is None:
        return None
    return Constant(show(value.constant.value, value.kind), Kind.TEXT)
