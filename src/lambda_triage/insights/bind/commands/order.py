"""sort, limit, dedup: what depends on the order of rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.insights.bind.expressions import expression
from lambda_triage.insights.bind.needs import needs
from lambda_triage.insights.bind.scope import Scope
from lambda_triage.insights.bind.single import column, scalar
from lambda_triage.insights.error import QueryError
from lambda_triage.insights.plan import Dedup, Limit, OrderKey, Sort

if TYPE_CHECKING:
    from lambda_triage.insights import tree
    from lambda_triage.insights.bind.rows import Rows

MOST_ROWS = 100_000  # user guide, "limit"


def sort(node: tree.Sort, rows: Rows) -> None:
    keys: list[OrderKey] = []
    for key in node.keys:
        value = expression(key.value, Scope(rows))
        scalar(value, "sort", key.value, rows)
        if needs(value):  # a constant puts nothing in order
            keys.append(OrderKey(value, bool(key.descending)))
    rows.sort(tuple(keys))
    rows.stages.append(Sort(rows.order))


def limit(node: tree.Limit, rows: Rows) -> None:
    """`limit any` may give any rows; these are as good as others, and the same each time."""
    if not 1 <= node.count <= MOST_ROWS:
        raise QueryError(f"limit is 1 to 100,000, not {node.count}", rows.text, node.span)
    rows.limited = True
    rows.stages.append(Limit(node.count, rows.order))


def dedup(node: tree.Dedup, rows: Rows) -> None:
    keys = tuple(column(key, "dedup", rows) for key in node.keys)
    rows.stages.append(Dedup(keys, rows.order))
