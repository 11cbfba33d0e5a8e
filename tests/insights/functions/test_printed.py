"""Values are printed, and texts read as numbers, the same in SQL and in Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlglot import exp

from lambda_triage.insights.duckdb.printed import printed, show
from lambda_triage.insights.duckdb.views import NULL_OF, number_of_text, numeric_view
from lambda_triage.insights.plan import Kind

if TYPE_CHECKING:
    import duckdb

FEW = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
FINITE = st.floats(allow_nan=False, allow_infinity=False)
DECIMAL = st.builds(round, st.floats(-1e7, 1e7), st.integers(0, 8))
POWER = st.builds(lambda a, b: a * 10.0**b, st.integers(-9999, 9999), st.integers(-12, 22))
NUMBERS = st.lists(FINITE | DECIMAL | POWER, min_size=1, max_size=200)
TIMES = st.lists(st.integers(-(2**63), 2**63 - 1) | st.integers(-(10**14), 3 * 10**14), min_size=1)
LIKE_NUMBERS = st.text("0123456789.eE+-_ truefalsinx\t\u0661", max_size=12)
TEXTS = st.lists(LIKE_NUMBERS | FINITE.map(repr), min_size=1, max_size=200)


def _column(
    values: list[float], kind: Kind, session: duckdb.DuckDBPyConnection, value: exp.Expr
) -> list[object]:
    rows = exp.select(value).from_("given").order_by("place").sql("duckdb")
    session.execute(
        "CREATE OR REPLACE TEMP TABLE given AS SELECT unnest(l) AS x,"
        f" generate_subscripts(l, 1) AS place FROM (SELECT CAST(? AS {NULL_OF[kind]}[]) AS l)",
        [values],
    )
    return [row[0] for row in session.execute(rows).fetchall()]


@pytest.mark.parametrize("kind", [Kind.NUMBER, Kind.DOUBLE])
@FEW
@given(values=NUMBERS)
def test_numbers_print_the_same(
    kind: Kind, values: list[float], session: duckdb.DuckDBPyConnection
) -> None:
    actual = _column(values, kind, session, printed(exp.column("x"), kind))

    assert actual == [show(each, kind) for each in values]


@FEW
@given(values=TIMES)
def test_times_print_the_same(values: list[float], session: duckdb.DuckDBPyConnection) -> None:
    actual = _column(values, Kind.TIME, session, printed(exp.column("x"), Kind.TIME))

    assert actual == [show(each, Kind.TIME) for each in values]


@FEW
@given(values=TEXTS)
def test_texts_read_as_the_same_numbers(
    values: list[str], session: duckdb.DuckDBPyConnection
) -> None:
    actual = _column(values, Kind.TEXT, session, number_of_text(exp.column("x")))  # type: ignore[arg-type]

    assert actual == [numeric_view(each, Kind.TEXT) for each in values]


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        (1395.0, Kind.DOUBLE, "1395.0"),
        (1.28e8, Kind.DOUBLE, "1.28E8"),
        (7.9e7, Kind.DOUBLE, "7.9E7"),
        (1e7, Kind.DOUBLE, "1.0E7"),
        (9999999.0, Kind.DOUBLE, "9999999.0"),
        (1e-3, Kind.DOUBLE, "0.001"),
        (0.00012, Kind.DOUBLE, "1.2E-4"),
        (0.0001, Kind.DOUBLE, "1.0E-4"),
        (1e-5, Kind.DOUBLE, "1.0E-5"),
        (-1.5e20, Kind.DOUBLE, "-1.5E20"),
        (428.6, Kind.DOUBLE, "428.6"),
        (128, Kind.NUMBER, "128"),
        (0.33333, Kind.NUMBER, "0.3333"),
        (0.0123449, Kind.NUMBER, "0.01234"),
        (1e14 + 0.5, Kind.NUMBER, "100000000000000.5"),
        (1e15, Kind.NUMBER, "1000000000000000"),
        (-0.0, Kind.NUMBER, "0"),
        (True, Kind.TRUTH, "1"),
        (False, Kind.TRUTH, "0"),
        (1672531200000, Kind.TIME, "2023-01-01 00:00:00.000"),
        ("x", Kind.TEXT, "x"),
        ('{"a":1}', Kind.JSON, '{"a":1}'),
        (None, Kind.NUMBER, None),
    ],
)
def test_a_value_is_shown(value: str | float | None, kind: Kind, expected: str | None) -> None:
    assert show(value, kind) == expected
