"""Values that a command takes only as texts, numbers or times, and as columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.insights.bind.scope import resolve
from lambda_triage.insights.error import QueryError
from lambda_triage.insights.plan import Extend, Kind, Ref

if TYPE_CHECKING:
    from lambda_triage.insights.bind.rows import Rows
    from lambda_triage.insights.plan import Column, Expr
    from lambda_triage.insights.tree import Name, Node


def scalar(value: Expr, command: str, node: Node, rows: Rows) -> None:
    """Raise where the value is a map or a list."""
    if value.kind is Kind.JSON:
        raise QueryError(
            f"{command} takes no map or list",
            rows.text,
            node.span,
            expected=("a place in it, a.b", "jsonStringify(a)"),
        )


def column(node: Name, command: str, rows: Rows) -> Column:
    """The column of a name; a place in a JSON value becomes one."""
    value = resolve(rows, node)
    scalar(value, command, node, rows)
    if isinstance(value, Ref):
        return value.column
    made = rows.ids.column(node.name, value.kind)
    rows.stages.append(Extend(((made, value),)))
    return made
