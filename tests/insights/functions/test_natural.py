"""Natural order: the documentation's example, its reverse, and runs of digits."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from sqlglot import exp

from lambda_triage.insights.duckdb.natural import order_keys, sort_key
from lambda_triage.insights.plan import Kind

if TYPE_CHECKING:
    import duckdb

DOCUMENTED = [
    "!:",
    "#",
    "*%04",
    "0#",
    "5A",
    "111A",
    "2345_",
    "@",
    "@_",
    "A",
    "A9876fghj",
    "a12345hfh",
    "0",
    "01",
    "1",
    "2",
    "3",
]
CHUNKS = [
    None,
    "",
    "a",
    "a1",
    "a2",
    "a10",
    "a010",
    "a#",
    "b9",
    "b9c",
    "b10",
    "é",
    "-1",
    "0.5",
    "1e1",
]


def _sorted(
    values: list[str | None],
    session: duckdb.DuckDBPyConnection,
    *,
    descending: bool,
    keys: list[exp.Expr],
) -> list[str | None]:
    shuffled = random.Random(7).sample(values, len(values))
    session.execute(
        "CREATE OR REPLACE TEMP TABLE given AS SELECT unnest(?::VARCHAR[]) AS x", [shuffled]
    )
    order = [exp.Ordered(this=key, desc=descending, nulls_first=not descending) for key in keys]
    rows = exp.select("x").from_("given").order_by(*order).sql("duckdb")
    return [row[0] for row in session.execute(rows).fetchall()]


@pytest.mark.parametrize("values", [DOCUMENTED, CHUNKS])
def test_texts_sort_naturally(values: list[str | None], session: duckdb.DuckDBPyConnection) -> None:
    keys = order_keys(exp.column("x"), Kind.TEXT)

    actual = _sorted(values, session, descending=False, keys=keys)

    assert actual == values


@pytest.mark.parametrize("values", [DOCUMENTED, CHUNKS])
def test_descending_is_the_exact_reverse(
    values: list[str | None], session: duckdb.DuckDBPyConnection
) -> None:
    keys = order_keys(exp.column("x"), Kind.TEXT)

    actual = _sorted(values, session, descending=True, keys=keys)

    assert actual == values[::-1]


@pytest.mark.parametrize("values", [DOCUMENTED, CHUNKS[1:]])
def test_one_key_sorts_as_all_do(
    values: list[str | None], session: duckdb.DuckDBPyConnection
) -> None:
    actual = _sorted(values, session, descending=False, keys=[sort_key(exp.column("x"), Kind.TEXT)])

    assert actual == values


def test_numbers_sort_by_one_key() -> None:
    assert order_keys(exp.column("x"), Kind.NUMBER) == [exp.column("x")]
