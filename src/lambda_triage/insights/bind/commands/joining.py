"""join and lookup: columns of another log, or of a table."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from lambda_triage.insights.bind import sources
from lambda_triage.insights.bind.rows import Rows
from lambda_triage.insights.bind.scope import resolve
from lambda_triage.insights.bind.sides import Left, Right
from lambda_triage.insights.bind.single import scalar
from lambda_triage.insights.error import QueryError
from lambda_triage.insights.plan import Kind, LookUp, Match

if TYPE_CHECKING:
    from lambda_triage.insights import tree
    from lambda_triage.insights.plan import Column, Expr


def join(node: tree.Join, rows: Rows) -> None:
    """Names with a prefix are those of a side; without one those of the left."""
    if node.left.name == node.right.name:
        raise QueryError("the sides of a join have two names", rows.text, node.right.span)
    if rows.nested:
        raise QueryError("a subquery holds no join", rows.text, node.span)
    inner = Rows(rows.text, rows.clock, rows.ids, nested=True)
    sources.source(node.source, inner)
    right = Right(rows, inner, node.right.name)
    key = resolve(rows, node.left_key)
    scalar(key, "join", node.left_key, rows)
    right_key = right.joined(node.right_key.parts)
    rows.sides = {node.left.name: Left(rows, node.left.span), node.right.name: right}
    rows.stages.append(partial(_match, node.kind, key, right, right_key))


def _match(kind: str, key: Expr, right: Right, right_key: Column) -> Match:
    """Once the whole query is bound: the right side knows by then what is asked of it."""
    return Match(kind, key, right.plan(), right_key, right.columns)


def lookup(node: tree.Lookup, rows: Rows) -> None:
    keys: list[tuple[str, Expr]] = []
    for column, field in node.keys:
        value = resolve(rows, field)
        scalar(value, "lookup", field, rows)
        keys.append((column.name, value))
    outputs = tuple(_output(column, name, node, rows) for column, name in node.outputs)
    seen = [new.name for _, new, _ in outputs]
    for at, (_, name) in enumerate(node.outputs):
        if name.name in seen[:at]:
            raise QueryError(f"two columns are named {name.name}", rows.text, name.span)
    for _, new, _ in outputs:
        rows.names[new.name] = new
        rows.choose(new.name)
    rows.stages.append(LookUp(node.table.name, tuple(keys), outputs, node.network))


def _output(
    column: tree.Name, name: tree.Name, node: tree.Lookup, rows: Rows
) -> tuple[str, Column, Expr | None]:
    old: Expr | None = None
    if node.fill and (rows.events or name.name in rows.names):
        old = resolve(rows, name)
    made = rows.ids.column(name.name, Kind.TEXT)
    return column.name, made, old
