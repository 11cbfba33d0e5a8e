"""Commands that rewrite columns over the rows as they are ordered, their options typed.

command        inputs                          outputs                       options
addtotals      columns to sum                  the total; none: row=false    row, col
accum          the field                       the sum so far
autoregress    the field                       one for each lag              first, last
filldown       columns                         the same, filled
fillmissing    bin, other keys, other columns  none: rows are put in         count, unit, offset,
                                                                            keys; `fill ID`: value
outlier        columns                         the same, where transform;    action, param,
                                               the mark, where mark          uselower, mark
sessionize     fields, then @timestamp         the session                   maxspan (ms)
countfrequent  fields                          the fields, then the count; these replace the rows
"""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import TYPE_CHECKING

from lambda_triage.insights.bind import kinds
from lambda_triage.insights.bind.options import Options
from lambda_triage.insights.bind.periods import milliseconds
from lambda_triage.insights.bind.rows import ascending
from lambda_triage.insights.bind.scope import timestamp, unknown
from lambda_triage.insights.bind.single import column
from lambda_triage.insights.error import QueryError
from lambda_triage.insights.plan import NUMERIC, Kind, OrderKey, Ref, Reshape

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lambda_triage.insights.bind.rows import Rows
    from lambda_triage.insights.plan import Column
    from lambda_triage.insights.tree import RowCommand

Option = tuple[str, str | float | bool | None]

_MOST_LAG = 100  # each lag is a column
_SESSION_MS = 1_800_000.0  # user guide, "sessionize": 30m
_NOT_NUMBERS = frozenset((kinds.MESSAGE, kinds.LOG, "@logStream", "@ptr", "@requestId", "@type"))


def reshape(node: RowCommand, rows: Rows) -> None:
    _RESHAPE[node.command.replace("_", "").lower()](node, rows)


def _addtotals(node: RowCommand, rows: Rows) -> None:
    options = Options(node, rows, "fieldname", "row", "col")
    row, col = options.truth("row", default=True), options.truth("col", default=False)
    inputs = _columns(node, rows) if node.names else tuple(filter(_addable, rows.shown()))
    made = (_new(options.word("fieldname", "Total"), Kind.NUMBER, rows),) if row else ()
    _stage(node, rows, inputs, made, (("row", row), ("col", col)))


def _addable(each: Column) -> bool:
    return each.kind in (*NUMERIC, Kind.TEXT) and each.name not in _NOT_NUMBERS


def _accum(node: RowCommand, rows: Rows) -> None:
    inputs = _one(node, rows)
    made = _new(node.alias.name if node.alias else inputs[0].name, Kind.NUMBER, rows)
    _stage(node, rows, inputs, (made,))


def _autoregress(node: RowCommand, rows: Rows) -> None:
    inputs = _one(node, rows)
    first, last = Options(node, rows, "p").lags("p", _MOST_LAG)
    name = node.alias.name if node.alias else inputs[0].name
    alone = node.alias is not None and first == last
    names = [name if alone else f"{name}_p{lag}" for lag in range(first, last + 1)]
    made = tuple(_new(each, inputs[0].kind, rows) for each in names)
    _stage(node, rows, inputs, made, (("first", float(first)), ("last", float(last))))


def _filldown(node: RowCommand, rows: Rows) -> None:
    inputs = _columns(node, rows)
    made = tuple(_new(each.name, each.kind, rows) for each in inputs)
    _stage(node, rows, inputs, made)


def _fillmissing(node: RowCommand, rows: Rows) -> None:
    bins = rows.bin
    if bins is None or any(rows.names.get(each.name) != each for each in bins.keys):
        reason = "fillmissing comes after stats … by bin()"
        raise QueryError(reason, rows.text, node.span)
    others = tuple(each for each in rows.names.values() if each not in bins.keys)
    fills = tuple(_fill(name, word, node, rows) for name, word in node.options)
    options: tuple[Option, ...] = (
        ("count", bins.count),
        ("unit", bins.unit),
        ("offset", bins.offset),
        ("keys", float(len(bins.keys))),
    )
    _stage(node, rows, (*bins.keys, *others), (), (*options, *fills))


def _fill(name: str, word: str, node: RowCommand, rows: Rows) -> Option:
    filled = rows.names.get(name)
    if filled is None:
        raise unknown(rows, name, node.span)
    if filled.kind not in NUMERIC:
        return f"fill {filled.id}", word
    try:
        return f"fill {filled.id}", float(word)
    except ValueError:
        reason = f"{name} is a number, it cannot be filled with {word[:40]}"
        raise QueryError(reason, rows.text, node.span) from None


def _outlier(node: RowCommand, rows: Rows) -> None:
    if not node.names:
        raise QueryError("outlier names the fields to look at", rows.text, node.span)
    options = Options(node, rows, "action", "param", "uselower", "mark")
    action = options.choice("action", ("transform", "remove"))
    typed: tuple[Option, ...] = (
        ("action", action),
        ("param", options.positive("param", 2.5)),
        ("uselower", options.truth("uselower", default=False)),
        ("mark", options.truth("mark", default=False)),
    )
    inputs = _columns(node, rows)
    for each in inputs:
        if each.kind is Kind.TIME:
            reason = f"outlier looks at numbers, {each.name} is a time"
            raise QueryError(reason, rows.text, node.span)
    again = inputs if action == "transform" else ()
    made = [_new(each.name, each.kind, rows) for each in again]
    if dict(typed)["mark"]:
        made.append(_new("is_outlier", Kind.TRUTH, rows))
    _stage(node, rows, inputs, tuple(made), typed)


def _sessionize(node: RowCommand, rows: Rows) -> None:
    if not node.names:
        raise QueryError("sessionize names the fields that tell who", rows.text, node.span)
    span = _SESSION_MS if node.maxspan is None else milliseconds(node.maxspan, rows.text)
    time = timestamp(rows, node.span, "sessionize")
    assert isinstance(time, Ref)
    inputs = (*_columns(node, rows), time.column)
    made = _new(node.alias.name if node.alias else "session_id", Kind.NUMBER, rows)
    _stage(node, rows, inputs, (made,), (("maxspan", span),))


def _countfrequent(node: RowCommand, rows: Rows) -> None:
    if not node.names:
        raise QueryError("countFrequent names the fields to count", rows.text, node.span)
    inputs = _columns(node, rows)
    made = tuple(rows.ids.column(each.name, each.kind) for each in inputs)
    count = rows.ids.column("_approxcount", Kind.NUMBER)
    _stage(node, rows, inputs, (*made, count))
    rows.replace((*made, count), "countFrequent")
    rows.order = (OrderKey(Ref(count), descending=True), *ascending(made))


_RESHAPE: Mapping[str, Callable[[RowCommand, Rows], None]] = MappingProxyType(
    {
        "addtotals": _addtotals,
        "accum": _accum,
        "autoregress": _autoregress,
        "filldown": _filldown,
        "fillmissing": _fillmissing,
        "outlier": _outlier,
        "sessionize": _sessionize,
        "countfrequent": _countfrequent,
    }
)


def _stage(
    node: RowCommand,
    rows: Rows,
    inputs: tuple[Column, ...],
    outputs: tuple[Column, ...],
    options: tuple[Option, ...] = (),
) -> None:
    command = node.command.replace("_", "").lower()
    rows.stages.append(Reshape(command, inputs, outputs, options, rows.order))


def _new(name: str, kind: Kind, rows: Rows) -> Column:
    rows.choose(name)
    return rows.make(name, kind)


def _one(node: RowCommand, rows: Rows) -> tuple[Column, ...]:
    if len(node.names) != 1:
        raise QueryError(f"{node.command} takes one field", rows.text, node.span)
    return _columns(node, rows)


def _columns(node: RowCommand, rows: Rows) -> tuple[Column, ...]:
    """The columns that are named; a `*` stands for any part of a name of what is shown."""
    if not node.names:
        return rows.shown()
    made: dict[str, Column] = {}
    for name in node.names:
        if "*" not in name.name:
            found = column(name, node.command, rows)
            made[found.id] = found
            continue
        glob = re.sub(r"([\[?])", r"[\1]", name.name)  # only * is special
        matching = [each for each in rows.shown() if fnmatchcase(each.name, glob)]
        if not matching:
            raise QueryError(f"no column is named {name.name}", rows.text, name.span)
        made |= {each.id: each for each in matching}
    return tuple(made.values())
