"""stats: aggregates apart from the arithmetic on them, and the keys of the groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.insights.bind import words
from lambda_triage.insights.bind.aggregates import Items, column_name
from lambda_triage.insights.bind.expressions import expression
from lambda_triage.insights.bind.needs import needs
from lambda_triage.insights.bind.periods import milliseconds
from lambda_triage.insights.bind.rows import Bin, ascending
from lambda_triage.insights.bind.scope import Scope
from lambda_triage.insights.bind.single import scalar
from lambda_triage.insights.error import QueryError
from lambda_triage.insights.plan import Aggregate, Apply, Constant, Kind
from lambda_triage.insights.tree import Call
from lambda_triage.insights.vocabulary import FUNCTION

if TYPE_CHECKING:
    from lambda_triage.insights.bind.rows import Rows
    from lambda_triage.insights.plan import Column, Expr
    from lambda_triage.insights.tree import Expression, Item, Stats

_IN_KEY = "{} is an aggregate, it cannot stand behind by"


def stats(node: Stats, rows: Rows) -> None:
    """One row for each group; from here on its columns are all there is."""
    offset = 0.0 if node.offset is None else milliseconds(node.offset, rows.text)
    items = Items(rows)
    keys = [_key(item, offset, items) for item in node.keys]
    _check_offset(node, rows)
    for item in node.items:
        _item(item, items)
    _check_topk(node, rows)
    columns = items.columns
    bins = _bin(node, keys, offset)
    made = Aggregate(tuple(keys), items.measures, tuple(items.after), rows.order)
    rows.stages.append(made)
    rows.replace(columns.values(), "stats")
    rows.words = items.words
    rows.order = ascending(column for column, _ in keys)
    rows.bin = bins


def _key(item: Item, offset: float, items: Items) -> tuple[Column, Expr]:
    rows = items.rows
    value = expression(item.value, Scope(rows, refuse=_IN_KEY, key=True))
    scalar(value, "stats", item.value, rows)
    if offset and _is_bin(item.value):
        value = _moved(value, offset)
    name = column_name(item)
    if name in items.columns:
        raise _twice(name, item, rows)
    column = rows.ids.column(name, value.kind)
    items.add(column, item)
    return column, value


def _item(item: Item, items: Items) -> None:
    name = column_name(item)
    there = items.columns.get(name)
    if there is not None:
        if item.alias is None and there is items.words.get(words.normal(item.text)):
            return  # the same words again
        raise _twice(name, item, items.rows)
    column, value = items.item(item, name)
    if value is not None:
        scalar_free = isinstance(value, Constant) or not needs(value)
        if scalar_free:
            raise _no_aggregate(item, items.rows)
        items.after.append((column, value))
    items.add(column, item)


def _moved(value: Expr, offset: float) -> Expr:
    """Bins that begin `offset` after those of the clock."""
    assert isinstance(value, Apply)
    size = Constant(offset, Kind.NUMBER)
    earlier = Apply("-", (value.args[0], size), Kind.NUMBER)
    floor = Apply("datefloor", (earlier, *value.args[1:]), Kind.TIME)
    return Apply("fromMillis", (Apply("+", (floor, size), Kind.NUMBER),), Kind.TIME)


def _is_bin(node: Expression) -> bool:
    return isinstance(node, Call) and node.function.lower() == "bin"


def _bin(node: Stats, keys: list[tuple[Column, Expr]], offset: float) -> Bin | None:
    """What fillmissing needs to know."""
    for at, item in enumerate(node.keys):
        if not _is_bin(item.value):
            continue
        value = keys[at][1]
        floor = value.args[0].args[0] if offset else value  # type: ignore[union-attr]
        assert isinstance(floor, Apply)
        count, unit = floor.args[1:]
        assert isinstance(count, Constant)
        assert isinstance(unit, Constant)
        columns = [column for column, _ in keys]
        first = (columns[at], *columns[:at], *columns[at + 1 :])
        return Bin(first, float(count.value or 0), str(unit.value), offset)
    return None


def _check_offset(node: Stats, rows: Rows) -> None:
    if node.offset is not None and not any(_is_bin(item.value) for item in node.keys):
        raise QueryError("offset moves a bin(), and by has none", rows.text, node.offset.span)


def _check_topk(node: Stats, rows: Rows) -> None:
    alone = len(node.items) == 1 and not node.keys
    for item in node.items:
        function = item.value.function.lower() if isinstance(item.value, Call) else ""
        if not alone and function in FUNCTION and FUNCTION[function].name == "topk":
            reason = "topk stands alone: without by and without other aggregates"
            raise QueryError(reason, rows.text, item.span)


def _twice(name: str, item: Item, rows: Rows) -> QueryError:
    place = item.alias or item
    return QueryError(f"two columns of stats are named {name}", rows.text, place.span)


def _no_aggregate(item: Item, rows: Rows) -> QueryError:
    return QueryError(
        f"{item.text[:40]} holds no aggregate",
        rows.text,
        item.span,
        expected=("an aggregate such as count(*)", "an alias of this stats"),
    )
