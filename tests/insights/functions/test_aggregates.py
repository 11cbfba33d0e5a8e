"""Every aggregate over small groups, of every kind, and of nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlglot import exp

from lambda_triage.insights.duckdb.aggregates import Place, aggregate
from lambda_triage.insights.duckdb.printed import printed
from lambda_triage.insights.duckdb.views import NULL_OF
from lambda_triage.insights.plan import Column, Constant, Kind, Measure, Ref
from lambda_triage.insights.vocabulary import AGGREGATES, FUNCTION

if TYPE_CHECKING:
    import duckdb

T, N, D, TIME, TRUTH = Kind.TEXT, Kind.NUMBER, Kind.DOUBLE, Kind.TIME, Kind.TRUTH
TEXTS = ["10", "9", None, "abc", "a10", "a9", "10.0"]
HUGE = [1e308, 1e308, 1e308]
PERIOD = (Constant(60_000.0, N), Constant("ms", T))
ROWS = [
    # function, constants, kind, values, printed
    ("count", (), T, TEXTS, "6"),
    ("count", (), N, [], "0"),
    ("count", (), N, [None], "0"),
    ("countDistinct", (), T, [*TEXTS, "9"], "6"),
    ("countDistinct", (), N, [1, 1.0, 2], "2"),
    ("countDistinct", (), N, [1.00001, 1.00002], "1"),
    ("countDistinct", (), TRUTH, [True, False, True], "2"),
    ("countDistinct", (), TIME, [1, 2, 2], "2"),
    ("countDistinct", (), T, [], "0"),
    ("sum", (), N, [0.1] * 10, "1"),
    ("sum", (), N, [1e15, 0.25, -1e15], "0.25"),
    ("sum", (), N, [0.00000001, 0.00000002], "0.00000003"),
    ("sum", (), N, [1e300, -1e300], "0"),
    ("sum", (), N, HUGE, None),
    ("sum", (), T, TEXTS, "29"),
    ("sum", (), T, ["x"], None),
    ("sum", (), TRUTH, [True, True, False, None], "2"),
    ("sum", (), N, [], None),
    ("sum", (), D, [1.28e8, 1.28e8], "256000000"),
    ("sum", (), N, [-0.5, -0.25], "-0.75"),
    ("avg", (), N, [1, 2, 4], "2.3333"),
    ("avg", (), T, ["1", "x", "2"], "1.5"),
    ("avg", (), N, [], None),
    ("avg", (), N, HUGE, None),
    ("min", (), N, [3, 1, 2, None], "1"),
    ("max", (), D, [1.28e8, 7.9e7], "1.28E8"),
    ("max", (), T, TEXTS, "10.0"),
    ("min", (), T, TEXTS, "a9"),
    ("max", (), T, ["a9", "a10", "b"], "b"),
    ("max", (), T, ["9", "10"], "10"),
    ("max", (), T, [None], None),
    ("min", (), TIME, [1000, 0], "1970-01-01 00:00:00.000"),
    ("max", (), TRUTH, [True, False], "1"),
    ("sortsFirst", (), T, TEXTS, "a9"),
    ("sortsLast", (), T, TEXTS, "10.0"),
    ("sortsFirst", (), N, [2, 1], "1"),
    ("pct", (50.0,), N, [1, 2, 3, 4], "2.5"),
    ("pct", (99.9,), N, [1, 2], "1.999"),
    ("pct", (0.0,), N, [3, 1, 2], "1"),
    ("pct", (100.0,), N, [3, 1, 2], "3"),
    ("pct", (90.0,), T, ["1", "x", "11"], "10"),
    ("pct", (50.0,), N, [], None),
    ("pct", (50.0,), N, [1e308, -1e308], "0"),
    ("median", (), N, [5, 1, 3], "3"),
    ("median", (), N, [None], None),
    ("stddev", (), N, [2, 4, 4, 4, 5, 5, 7, 9], "2"),
    ("stddev", (), N, [5], "0"),
    ("stddev", (), N, [], None),
    ("stddev", (), N, HUGE, None),
    ("variance", (), N, [2, 4, 4, 4, 5, 5, 7, 9], "4"),
    ("variance", (), T, ["1", "x", "3"], "1"),
    ("variance", (), N, [1e150, 2e150], None),
    ("values", (), T, TEXTS, '["a9","a10","abc","9","10","10.0"]'),
    ("values", (), N, [2, 1, 2, None], "[1,2]"),
    ("values", (), D, [1.28e8, 2], "[2.0,1.28E8]"),
    ("values", (), T, ['a"b', "é"], '["a\\"b","é"]'),
    ("values", (), TIME, [0], '["1970-01-01 00:00:00.000"]'),
    ("values", (), TRUTH, [True, False], "[0,1]"),
    ("values", (), T, [], None),
    ("topk", (2.0,), T, ["a", "b", "b", "c", "c", None], '["b","c"]'),
    ("topk", (10.0,), N, [9, 10, 10, 9, 1], "[9,10,1]"),
    ("topk", (1.0,), T, [], None),
    ("earliest", (), T, [None, "x", "y"], "x"),
    ("latest", (), T, ["x", "y", None], "y"),
    ("latest", (), T, [None], None),
    ("earliest", (), N, [], None),
    ("earliest", (), D, [428.6, 1.0], "428.6"),
    ("rate", PERIOD, N, [1, 4, 7], "180"),
    ("rate", PERIOD, N, [5, 5], "0"),
    ("rate", PERIOD, N, [7], "0"),
    ("rate", PERIOD, N, [None], None),
    ("rate", PERIOD, T, ["1", "x", "3"], "60"),
    ("rate", PERIOD, N, [*HUGE[:1], -1e308], None),
]


def _measure(name: str, constants: tuple[object, ...], kind: Kind) -> Measure:
    value = Ref(Column("x", "x", kind))
    given = tuple(each if isinstance(each, Constant) else Constant(each, N) for each in constants)  # type: ignore[arg-type]
    args = (*given, value) if name == "topk" else (value, *given)
    return Measure(name, args, FUNCTION[name.lower()].gives or kind)


def _of(
    measure: Measure, kind: Kind, values: list[object], session: duckdb.DuckDBPyConnection
) -> str | None:
    """One event a second, in order of time, given to the engine backwards."""
    session.execute(f"CREATE OR REPLACE TEMP TABLE given (n BIGINT, t BIGINT, x {NULL_OF[kind]})")
    for place, value in reversed([*enumerate(values)]):
        session.execute("INSERT INTO given VALUES (?, ?, ?)", [place, place * 1000, value])
    place = Place(exp.column("t"), exp.column("n"))
    found = printed(aggregate(measure, {"x": exp.column("x")}, place), measure.kind)
    (row,) = session.execute(exp.select(found).from_("given").sql("duckdb")).fetchall()
    return row[0]


@pytest.mark.parametrize(("name", "constants", "kind", "values", "expected"), ROWS)
def test_an_aggregate(
    name: str,
    constants: tuple[object, ...],
    kind: Kind,
    values: list[object],
    expected: str | None,
    session: duckdb.DuckDBPyConnection,
) -> None:
    assert _of(_measure(name, constants, kind), kind, values, session) == expected


def test_count_of_events(session: duckdb.DuckDBPyConnection) -> None:
    measure = Measure("count", (), Kind.NUMBER)

    assert _of(measure, T, ["a", None, "b"], session) == "3"


def test_the_earliest_time_is_its_milliseconds(session: duckdb.DuckDBPyConnection) -> None:
    measure = Measure("earliest", (Ref(Column("x", "x", TIME)),), Kind.NUMBER)

    assert _of(measure, TIME, [1672531200000], session) == "1672531200000"


def test_equal_times_are_told_apart_by_the_order_of_the_source(
    session: duckdb.DuckDBPyConnection,
) -> None:
    place = Place(exp.cast(exp.Literal.number(5), "BIGINT"), exp.column("n"))
    session.execute(
        "CREATE OR REPLACE TEMP TABLE given AS FROM (VALUES (2::BIGINT, 'b'), (1, 'a'), (3, 'c')) v(n, x)"
    )
    both = [
        aggregate(Measure(name, (Ref(Column("x", "x", T)),), T), {"x": exp.column("x")}, place)
        for name in ("earliest", "latest")
    ]

    actual = session.execute(exp.select(*both).from_("given").sql("duckdb")).fetchall()

    assert actual == [("a", "c")]


def test_a_sum_does_not_depend_on_the_order_of_rows(session: duckdb.DuckDBPyConnection) -> None:
    total = aggregate(Measure("sum", (Ref(Column("x", "x", N)),), N), {"x": exp.column("x")})
    query = exp.select(total).from_("given").sql("duckdb")
    session.execute(
        "CREATE OR REPLACE TEMP TABLE up AS SELECT n, sin(n) * 1e6 AS x FROM range(200000) r(n)"
    )
    found = set()

    for order in ("n", "n DESC", "hash(n)"):
        session.execute(f"CREATE OR REPLACE TEMP TABLE given AS SELECT x FROM up ORDER BY {order}")
        found |= {row[0] for row in session.execute(query).fetchall()}

    assert len(found) == 1


def test_every_aggregate_has_a_row() -> None:
    assert {each.name for each in AGGREGATES} == {row[0] for row in ROWS}
