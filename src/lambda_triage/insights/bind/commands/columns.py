"""appendcols: the columns of another query, row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.insights.bind.commands.order import MOST_ROWS
from lambda_triage.insights.error import QueryError
from lambda_triage.insights.plan import Beside

if TYPE_CHECKING:
    from lambda_triage.insights.bind.rows import Rows
    from lambda_triage.insights.plan import Column
    from lambda_triage.insights.tree import AppendCols


def append(node: AppendCols, rows: Rows) -> None:
    """A column that is there stays, unless override says otherwise."""
    from lambda_triage.insights.bind.query import nested

    if not 1 <= node.most <= MOST_ROWS:
        raise QueryError(f"max is 1 to 100,000, not {node.most}", rows.text, node.span)
    plan = nested(node.query, rows)
    there = {each.name for each in rows.shown()} | set(rows.names)
    pairs: list[tuple[Column, Column]] = []
    for column in plan.shown:
        if node.override or column.name not in there:
            pairs.append((column, rows.make(column.name, column.kind)))
            rows.choose(column.name)
    rows.stages.append(Beside(plan, tuple(pairs), rows.order, node.most))
