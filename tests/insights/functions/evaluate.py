"""Expressions of a plan, written short, and what DuckDB makes of them: constants and columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
from sqlglot import exp

from lambda_triage.insights.duckdb.expressions import sql
from lambda_triage.insights.duckdb.printed import printed
from lambda_triage.insights.duckdb.settings import settings
from lambda_triage.insights.duckdb.views import NULL_OF
from lambda_triage.insights.plan import NUMERIC, Apply, Column, Constant, Kind, Ref
from lambda_triage.insights.vocabulary import FUNCTION, OPERATOR, Takes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lambda_triage.insights.plan import Expr

Plain = str | float | bool | None


def time(ms: int | None) -> Constant:
    return Constant(ms, Kind.TIME)


def json(text: str | None) -> Constant:
    return Constant(text, Kind.JSON)


def double(value: float | None) -> Constant:
    return Constant(value, Kind.DOUBLE)


def number(value: float | None) -> Constant:
    return Constant(value, Kind.NUMBER)


def literal(value: Plain | Expr) -> Expr:
    if isinstance(value, (Constant, Ref, Apply)):
        return value
    if isinstance(value, bool):
        return Constant(value, Kind.TRUTH)
    if value is None or isinstance(value, str):
        return Constant(value, Kind.TEXT)
    return Constant(float(value), Kind.NUMBER)


def f(name: str, *args: Plain | Expr, kind: Kind | None = None) -> Apply:
    """A function or operator; its kind is that of its values where the vocabulary leaves it open."""
    function = OPERATOR.get(name) or FUNCTION[name.lower()]
    values = tuple(literal(each) for each in args)
    return Apply(function.name, values, kind or function.gives or _common(function.name, values))


def _common(name: str, values: tuple[Expr, ...]) -> Kind:
    if name == "if":
        values = values[1:]
    if name == "case":
        values = (*values[1::2], *(values[-1:] if len(values) % 2 else ()))
    kinds = {each.kind for each in values}
    if len(kinds) == 1:
        return kinds.pop()
    return Kind.NUMBER if kinds <= NUMERIC else Kind.TEXT


def connected() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    settings(connection)
    return connection


def of_constants(expr: Expr, connection: duckdb.DuckDBPyConnection) -> str | None:
    query = exp.select(printed(sql(expr, {}), expr.kind)).sql("duckdb")
    (row,) = connection.execute(query).fetchall()
    return row[0]


def of_columns(
    exprs: Sequence[Expr], connection: duckdb.DuckDBPyConnection
) -> list[list[str | None]]:
    """For each expression, two rows with the constants as values; beside each one with nothing."""
    constants: list[Constant] = []
    moved = [_moved(each, constants) for each in exprs]
    names = [f"c{place}" for place in range(len(constants))]
    types = [
        "n INTEGER",
        *(f"{n} {NULL_OF[c.kind]}" for n, c in zip(names, constants, strict=True)),
    ]
    connection.execute(f"CREATE OR REPLACE TEMP TABLE t ({', '.join(types)})")
    marks = ", ".join("?" for _ in types)
    for place, row in enumerate(([c.value for c in constants], [None] * len(names)) * 2):
        connection.execute(f"INSERT INTO t VALUES ({marks})", [place, *row])
    columns = {name: exp.column(name) for name in names}
    values = [printed(sql(each, columns), each.kind) for each in moved]
    select = exp.select(*values).from_("t").order_by("n").sql("duckdb")
    first, _, second, _ = connection.execute(select).fetchall()
    return [list(pair) for pair in zip(first, second, strict=True)]


def _moved(expr: Expr, constants: list[Constant]) -> Expr:
    """The expression, each constant that may differ from row to row made a column."""
    if isinstance(expr, Constant):
        constants.append(expr)
        name = f"c{len(constants) - 1}"
        return Ref(Column(name, name, expr.kind))
    assert isinstance(expr, Apply)
    takes = list(_takes(expr.function))
    args = tuple(
        each
        if takes[min(place, len(takes) - 1)] in (Takes.LITERAL, Takes.PERIOD)
        else _moved(each, constants)
        for place, each in enumerate(expr.args)
    )
    return Apply(expr.function, args, expr.kind)


def _takes(name: str) -> Iterator[Takes]:
    function = OPERATOR.get(name) or FUNCTION[name.lower()]
    for each in function.takes:
        yield each
        if each is Takes.PERIOD:
            yield each
