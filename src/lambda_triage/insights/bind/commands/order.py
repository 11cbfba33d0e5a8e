"""sort, limit, dedup: what depends on the order of rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.insights.bind.expressions import expression
from lambda_triage.insights.bind.kinds import TIMESTAMP
from lambda_triage.insights.bind.needs import needs
from lambda_triage.insights.bind.scope import Scope
from lambda_triage.insights.bind.single import column, scalar
from lambda_triage.insights.error import QueryError
from lambda_triage.insights.plan import Dedup, Limit, OrderKey, Ref, Sort
from lambda_triage.insights.tree import Name

if TYPE_CHECKING:
    from lambda_triage.insights import tree
    from lambda_triage.insights.bind.rows import Rows
    from lambda_triage.insights.plan import Expr

MOST_ROWS = 100_000  # user guide, "limit"


def sort(node: tree.Sort, rows: Rows) -> None:
    keys: list[OrderKey] = []
    for key in node.keys:
        value = _bin(key.value, rows) or expression(key.value, Scope(rows))
        scalar(value, "sort", key.value, rows)
        if needs(value):  # a constant puts nothing in order
            keys.append(OrderKey(value, bool(key.descending)))
    rows.sort(tuple(keys))
    rows.stages.append(Sort(rows.order))


def _bin(node: tree.Expression, rows: Rows) -> Expr | None:
    """`stats count(*) by bin(5m) | sort @timestamp`, a sample of the guide: the time is the bin."""
    if not isinstance(node, Name) or node.name != TIMESTAMP or rows.events or rows.bin is None:
        return None
    time = rows.bin.keys[0]
    there = time in rows.names.values() and TIMESTAMP not in rows.names
    return Ref(time) if there else None


def limit(node: tree.Limit, rows: Rows) -> None:
    """`limit any` may give any rows; these are as good as others, and the same each time."""
    if not 1 <= node.count <= MOST_ROWS:
        raise QueryError(f"limit is 1 to 100,000, not {node.count}", rows.text, node.span)
    rows.limited = True
    rows.stages.append(Limit(node.count, rows.order))


def dedup(node: tree.Dedup, rows: Rows) -> None:
    keys = tuple(column(key, "dedup", rows) for key in node.keys)
    rows.stages.append(Dedup(keys, rows.order))
