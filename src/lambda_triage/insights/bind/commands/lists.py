"""unnest and expand: a row for each element; pattern: a row for each shape of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.insights.bind import kinds
from lambda_triage.insights.bind.expressions import expression
from lambda_triage.insights.bind.scope import Scope, get, resolve
from lambda_triage.insights.bind.single import scalar
from lambda_triage.insights.error import QueryError
from lambda_triage.insights.plan import Apply, Explode, Kind, OrderKey, Patterns, Ref

if TYPE_CHECKING:
    from lambda_triage.insights.bind.rows import Rows
    from lambda_triage.insights.plan import Expr
    from lambda_triage.insights.tree import Name, Pattern, Unnest


def unnest(node: Unnest, rows: Rows) -> None:
    """The element has the text of its value; a map or a list in it can be read by parts."""
    value = _list(node, rows)
    if value is None:
        return
    column = rows.make(node.into.name, Kind.TEXT)
    rows.elements.add(column.id)
    rows.stages.append(Explode(value, column))
    rows.choose(node.into.name)


def _list(node: Unnest, rows: Rows) -> Expr | None:
    """Where the list is; None where the service leaves the rows as they are."""
    same = node.operand.name == node.into.name
    value = resolve(rows, node.operand)
    if not isinstance(value, Ref):
        return kinds.as_json(value)
    column = value.column
    if column.id in rows.splits:
        if same:
            return None
        raise QueryError(
            "unnest takes a list of jsonParse, not one of split()", rows.text, node.operand.span
        )
    place = rows.places.get(column.id)
    if place is not None:
        return get(*place, Kind.JSON)
    if column.id in rows.elements:
        return Apply("jsonParse", (value,), Kind.JSON)
    return _discovered(node.operand, rows) if same and column.id in rows.fields else value


def _discovered(node: Name, rows: Rows) -> Expr:
    """A list in the JSON of the event: only its elements are fields, so it is read anew.

    Whatever is no list there is the field itself.
    """
    message = Ref(rows.field(kinds.MESSAGE, (kinds.MESSAGE,)))
    there = get(Apply("jsonParse", (message,), Kind.JSON), node.parts, Kind.JSON)
    return Apply("coalesce", (there, resolve(rows, node)), Kind.TEXT)


def pattern(node: Pattern, rows: Rows) -> None:
    value = expression(node.operand, Scope(rows))
    scalar(value, "pattern", node.operand, rows)
    text = rows.ids.column("@pattern", Kind.TEXT)
    count = rows.ids.column("@sampleCount", Kind.NUMBER)
    ratio = rows.ids.column("@ratio", Kind.NUMBER)
    severity = rows.ids.column("@severityLabel", Kind.TEXT)
    rows.stages.append(Patterns(value, text, count, ratio, severity))
    rows.replace((text, count, ratio, severity), "pattern")
    rows.order = (OrderKey(Ref(count), descending=True), OrderKey(Ref(text), descending=False))
