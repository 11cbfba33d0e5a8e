"""Natural order as SQL: missing, then texts chunk by chunk, then numbers.

A text is split into runs of digits and runs of others. Two runs of digits compare by length, then
digit by digit; any other two by code point, where a run of digits counts as beginning with 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.insights.duckdb.trees import build, call, once, text
from lambda_triage.insights.duckdb.value import SURELY_NUMERIC
from lambda_triage.insights.duckdb.views import number_of_text

if TYPE_CHECKING:
    from sqlglot import exp

    from lambda_triage.insights.plan import Kind

# Lists compare element by element: as the runs do, if a run of digits is led by 0 and its length.
_RUNS = """
list_transform(regexp_extract_all(v, '[0-9]+|[^0-9]+'), LAMBDA r :
  CASE WHEN r >= '0' AND r < ':' THEN '0' || lpad(CAST(strlen(r) AS VARCHAR), 8, '0') || r
       ELSE r END)
"""
_ASCENDING = "asc nulls first"


def order_keys(value: exp.Expr, kind: Kind) -> list[exp.Expr]:
    """Expressions by which rows stand in natural order.

    Ascending with NULLS FIRST; descending with NULLS LAST is the exact reverse.
    """
    if kind in SURELY_NUMERIC:
        return [value]
    number = number_of_text(value)
    return [
        build("CASE WHEN v IS NOT NULL THEN n IS NOT NULL END", v=value, n=number),
        number,
        build(f"CASE WHEN n IS NULL THEN {_RUNS} END", v=value, n=number),
        value,
    ]


def sort_key(value: exp.Expr, kind: Kind) -> exp.Expr:
    """One value that compares as `order_keys` do together."""
    if kind in SURELY_NUMERIC:
        return value
    return once(value, lambda v: joined(order_keys(v, kind)))


def joined(keys: list[exp.Expr]) -> exp.Expr:
    """One value that compares as the keys do, one after another; missing first."""
    pairs = [part for each in keys for part in (each, text(_ASCENDING))]
    return call("create_sort_key", *pairs)
