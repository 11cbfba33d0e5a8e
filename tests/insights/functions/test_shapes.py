"""What the SQL must stay: small where values nest, plain where kinds are known, deterministic."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlglot import exp

from lambda_triage.errors import UsageError
from lambda_triage.insights.duckdb.expressions import sql
from lambda_triage.insights.duckdb.settings import refused
from lambda_triage.insights.plan import Apply, Column, Kind, Ref
from tests.insights.functions.evaluate import double, f, number, of_constants

if TYPE_CHECKING:
    import duckdb

D = Ref(Column("d", "d", Kind.DOUBLE))
T = Ref(Column("t", "t", Kind.TEXT))
COLUMNS = {"d": exp.column("d"), "t": exp.column("t")}


@pytest.mark.parametrize(
    ("expr", "expected"),
    [
        (f(">", D, 1000), "d > CAST('1000.0' AS DOUBLE)"),
        (f("=", T, "REPORT"), "t = 'REPORT'"),
        (f("like", T, "x"), "CONTAINS(t, 'x')"),
        (f("matches", T, "x"), "REGEXP_MATCHES(t, 'x')"),
        (f("in", T, "a", "b"), "t IN ('a', 'b')"),
        (f("and", f("=", T, "a"), f("ispresent", D)), "(t = 'a') AND (NOT d IS NULL)"),
    ],
)
def test_known_kinds_need_no_guards(expr: Apply, expected: str) -> None:
    assert sql(expr, COLUMNS).sql("duckdb") == expected


def test_nested_functions_do_not_multiply(session: duckdb.DuckDBPyConnection) -> None:
    expr = number(0)
    for _ in range(8):
        expr = f("coalesce", f("round", f("/", f("+", expr, 1), 1), 2), double(0))  # type: ignore[assignment]

    assert len(sql(expr, {}).sql("duckdb")) < 15_000
    assert of_constants(expr, session) == "8"


def test_what_is_nested_too_deeply_is_an_error() -> None:
    expr = number(0)
    for _ in range(400):
        expr = f("round", f("substr", "abc", expr))  # type: ignore[assignment]

    with pytest.raises(UsageError, match="nested too deeply"):
        sql(expr, {})


def test_the_same_expression_is_the_same_sql() -> None:
    expr = f("round", f("/", f("+", T, D), f("strlen", T)), 2)

    assert sql(expr, COLUMNS).sql("duckdb") == sql(expr, COLUMNS).sql("duckdb")


@pytest.mark.parametrize("pattern", ["(", "a{1001}", "[z-a]", "(?=x)", "\\1", "(?<!x)"])
def test_a_bad_pattern_is_refused_with_a_reason(
    pattern: str, session: duckdb.DuckDBPyConnection
) -> None:
    assert refused(session, pattern)


def test_a_good_pattern_is_not_refused(session: duckdb.DuckDBPyConnection) -> None:
    assert refused(session, "(?i)(?P<name>a+)") is None
