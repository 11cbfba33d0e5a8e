"""Every function gives what its row says, of constants as of columns, and never raises."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lambda_triage.insights.duckdb.expressions import BUILDERS
from lambda_triage.insights.plan import Apply
from lambda_triage.insights.vocabulary import OPERATORS, SCALARS
from tests.insights.functions.comparing import COMPARING
from tests.insights.functions.evaluate import of_columns, of_constants
from tests.insights.functions.numbers import NUMBERS
from tests.insights.functions.texting import TEXTS
from tests.insights.functions.timing import ADDRESSES, TIMES

if TYPE_CHECKING:
    import duckdb

    from lambda_triage.insights.plan import Expr

ROWS = [*NUMBERS, *COMPARING, *TEXTS, *TIMES, *ADDRESSES]
CHUNK = 32  # expressions in one statement
FIXED = {"now", "queryStartTime", "queryEndTime", "queryTimeRange"}  # constants of a plan


def _name(value: object) -> str:
    if not isinstance(value, Apply):
        return "gives"
    return (
        value.function
        + "-"
        + "-".join(str(getattr(each, "value", "…"))[:20] for each in value.args)
    )


@pytest.mark.parametrize(("expr", "expected"), ROWS, ids=_name)
def test_a_function_of_constants(
    expr: Expr, expected: str | None, session: duckdb.DuckDBPyConnection
) -> None:
    assert of_constants(expr, session) == expected


@pytest.mark.parametrize("first", range(0, len(ROWS), CHUNK))
def test_functions_of_columns(first: int, session: duckdb.DuckDBPyConnection) -> None:
    rows = ROWS[first : first + CHUNK]

    found = of_columns([expr for expr, _ in rows], session)

    actual = [(_name(expr), both) for (expr, _), both in zip(rows, found, strict=True)]
    assert actual == [(_name(expr), [expected, expected]) for expr, expected in rows]


def test_every_function_of_the_vocabulary_has_sql_and_a_row() -> None:
    names = {each.name for each in (*OPERATORS, *SCALARS)} - FIXED - {"bin"}

    shown = {name for expr, _ in ROWS for name in _functions(expr)}

    assert names - shown == set()
    assert names - set(BUILDERS) == set()


def _functions(expr: Expr) -> set[str]:
    if not isinstance(expr, Apply):
        return set()
    return {expr.function}.union(*(_functions(each) for each in expr.args))
