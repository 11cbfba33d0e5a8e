"""fields and display: new columns, and which ones are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.insights.bind.expressions import expression
from lambda_triage.insights.bind.needs import needs
from lambda_triage.insights.bind.scope import Scope
from lambda_triage.insights.error import QueryError
from lambda_triage.insights.plan import Apply, Constant, Extend, Ref
from lambda_triage.insights.tree import Name

if TYPE_CHECKING:
    from lambda_triage.insights.bind.rows import Rows
    from lambda_triage.insights.plan import Column, Expr
    from lambda_triage.insights.tree import Display, Fields, Item


def fields(node: Fields, rows: Rows) -> None:
    """Show these too."""
    rows.choose_only()
    _items(node.items, rows)


def display(node: Display, rows: Rows) -> None:
    """Show these and nothing else; the last display decides."""
    rows.display(_items(node.items, rows))


def _items(items: tuple[Item, ...], rows: Rows) -> list[str]:
    """Bind the items; each sees the names of those before it. Gives the names to show."""
    made: list[tuple[Column, Expr]] = []
    names: list[str] = []
    for item in items:
        value = expression(item.value, Scope(rows))
        if {column.id for column, _ in made} & needs(value):
            rows.stages.append(Extend(tuple(made)))
            made = []
        name = _plain(item, value, rows)
        if name is None:
            name = _new(item, value, rows, made)
        names.append(name)
    if made:
        rows.stages.append(Extend(tuple(made)))
    return names


def _plain(item: Item, value: Expr, rows: Rows) -> str | None:
    """The name of an item that is a column as it is, now chosen; None for a new column."""
    if not isinstance(value, Ref):
        return None
    column = value.column
    wanted = item.alias.name if item.alias is not None else column.name
    written = item.value.name if isinstance(item.value, Name) else column.name
    if wanted != column.name or written != column.name:
        return None
    field = rows.fields.get(column.id)
    rows.choose(wanted, None if field is None else field.parts)
    rows.projected.add(wanted)
    return wanted


def _new(item: Item, value: Expr, rows: Rows, made: list[tuple[Column, Expr]]) -> str:
    name = _name(item)
    if name in rows.projected:
        if item.alias is None and name in rows.names:
            return name  # the same words again
        place = item.alias or item
        raise QueryError(
            f"Unknown symbols found in or after stats: {name}, a name is defined only once"
            if rows.after == "stats"
            else f"{name} is already a column, a name is defined only once",
            rows.text,
            place.span,
        )
    column = rows.make(name, value.kind)
    made.append((column, value))
    _remember(column, value, rows)
    rows.fresh.add(name)
    rows.projected.add(name)
    rows.choose(name)
    return name


def _name(item: Item) -> str:
    if item.alias is not None:
        return item.alias.name
    return item.value.name if isinstance(item.value, Name) else item.text


def _remember(column: Column, value: Expr, rows: Rows) -> None:
    """What later commands can ask of the column beyond its value."""
    if isinstance(value, Ref):
        place = rows.places.get(value.column.id)
        if place is not None:
            rows.places[column.id] = place
        if value.column.id in rows.elements:
            rows.elements.add(column.id)
    elif isinstance(value, Apply) and value.function == "get":
        path = tuple(str(each.value) for each in value.args[1:] if isinstance(each, Constant))
        rows.places[column.id] = value.args[0], path
    elif isinstance(value, Apply) and value.function == "split":
        rows.splits.add(column.id)
