"""Commands over the rows as they are ordered: running sums, lags, gaps, outliers, sessions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from lambda_triage.insights.plan import NUMERIC, Kind
from tests.insights.reference.aggregates import quantile
from tests.insights.reference.natural import key
from tests.insights.reference.rows import Row, ordered
from tests.insights.reference.values import Value, finite

if TYPE_CHECKING:
    from lambda_triage.insights.plan import Column, Reshape
    from tests.insights.reference.expressions import Ask
    from tests.insights.reference.values import Plain


def reshape(stage: Reshape, rows: list[Row], ask: Ask) -> list[Row]:
    return _COMMANDS[stage.command](stage, rows, ask)


def _value(column: Column, row: Row) -> Value:
    return Value(row.values.get(column.id), column.kind)


def _as(number: float | None, column: Column) -> Plain:
    """A number in a column that may hold texts."""
    return Value(number, Kind.NUMBER).to(column.kind).value


def _total(numbers: list[float | None]) -> float | None:
    there = [each for each in numbers if each is not None]
    return finite(sum(there)) if there else None


def _addtotals(stage: Reshape, rows: list[Row], _: Ask) -> list[Row]:
    made = []
    for row in rows:
        total = _total([_value(each, row).number for each in stage.inputs])
        made.append(row.plus({each.id: total for each in stage.outputs}))
    if not dict(stage.options)["col"]:
        return made
    sums = {
        each.id: _as(_total([_value(each, row).number for row in made]), each)
        for each in (*stage.inputs, *stage.outputs)
        if each.kind in NUMERIC or each.kind is Kind.TEXT
    }
    place = 1 + max((row.totals for row in made), default=0)
    return [*made, Row(sums, totals=place)]


def _in_order(stage: Reshape, rows: list[Row], ask: Ask) -> list[Row]:
    return ordered(rows, stage.order, ask)


def _put(rows: list[Row], new: dict[int, dict[str, Plain]]) -> list[Row]:
    return [row.plus(new[id(row)]) for row in rows]


def _accum(stage: Reshape, rows: list[Row], ask: Ask) -> list[Row]:
    total, new = 0.0, {}
    for row in _in_order(stage, rows, ask):
        number = _value(stage.inputs[0], row).number
        total += number or 0.0
        new[id(row)] = {stage.outputs[0].id: None if number is None else finite(total)}
    return _put(rows, new)


def _autoregress(stage: Reshape, rows: list[Row], ask: Ask) -> list[Row]:
    first = int(dict(stage.options)["first"] or 1)
    before: list[Plain] = []
    new = {}
    for row in _in_order(stage, rows, ask):
        new[id(row)] = {
            made.id: before[-lag] if lag <= len(before) else None
            for lag, made in enumerate(stage.outputs, first)
        }
        before.append(row.values.get(stage.inputs[0].id))
    return _put(rows, new)


def _filldown(stage: Reshape, rows: list[Row], ask: Ask) -> list[Row]:
    last: dict[str, Plain] = {}
    new = {}
    for row in _in_order(stage, rows, ask):
        for each, made in zip(stage.inputs, stage.outputs, strict=True):
            value = row.values.get(each.id)
            last[made.id] = last.get(made.id) if value is None else value
        new[id(row)] = dict(last)
    return _put(rows, new)


def _fillmissing(stage: Reshape, rows: list[Row], _: Ask) -> list[Row]:
    options = dict(stage.options)
    time, *keys = stage.inputs[: int(options["keys"] or 0)]
    times = [int(row.values[time.id]) for row in rows if row.values.get(time.id) is not None]
    others = list({tuple(row.values.get(each.id) for each in keys): None for row in rows})
    there = {tuple(row.values.get(each.id) for each in (time, *keys)) for row in rows}
    fills = {name[5:]: value for name, value in stage.options if name.startswith("fill ")}
    made = [Row({each.id: row.values.get(each.id) for each in stage.inputs}) for row in rows]
    for at in _bins(times, options):
        for other in others:
            if (at, *other) not in there:
                values = dict(
                    zip([time.id, *(each.id for each in keys)], (at, *other), strict=True)
                )
                made.append(Row({**fills, **values}))
    return sorted(made, key=lambda row: [key(_value(each, row)) for each in (time, *keys)])


def _bins(times: list[int], options: dict[str, str | float | bool | None]) -> list[int]:
    if not times:
        return []
    count, offset = int(options["count"] or 1), int(options["offset"] or 0)
    if options["unit"] == "ms":
        return list(range(min(times), max(times) + 1, count))
    made, at = [], min(times) - offset
    while at <= max(times) - offset:
        made.append(at + offset)
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=at)
        months = moment.year * 12 + moment.month - 1 + count
        following = datetime(months // 12, months % 12 + 1, 1, tzinfo=UTC)
        at = int(following.timestamp()) * 1000
    return made


def _outlier(stage: Reshape, rows: list[Row], _: Ask) -> list[Row]:
    options = dict(stage.options)
    limits = {each.id: _limits(each, rows, float(options["param"] or 0)) for each in stage.inputs}
    made = []
    for row in rows:
        brought: dict[str, Plain] = {}
        for each in stage.inputs:
            number = _value(each, row).number
            low, high = limits[each.id] or (0, 0)
            if number is not None and number > high:
                brought[each.id] = _as(high, each)
            elif number is not None and options["uselower"] and number < low:
                brought[each.id] = _as(low, each)
        if brought and options["action"] == "remove":
            continue
        new: dict[str, Plain] = {}
        if options["action"] == "transform":
            for each, made_ in zip(stage.inputs, stage.outputs, strict=False):
                new[made_.id] = brought.get(each.id, row.values.get(each.id))
        if options["mark"]:
            new[stage.outputs[-1].id] = bool(brought)
        made.append(row.plus(new))
    return made


def _limits(column: Column, rows: list[Row], param: float) -> tuple[float, float] | None:
    numbers = [_value(column, row).number for row in rows]
    there = [each for each in numbers if each is not None]
    if not there:
        return None
    low, high = quantile(there, 0.25), quantile(there, 0.75)
    return low - param * (high - low), high + param * (high - low)


def _sessionize(stage: Reshape, rows: list[Row], _: Ask) -> list[Row]:
    *fields, time = stage.inputs
    span = float(dict(stage.options)["maxspan"] or 0)
    last: dict[tuple[str | None, ...], tuple[int, float]] = {}  # time and session, by who
    count, new = 0.0, {}
    for row in sorted(rows, key=lambda row: row.values.get(time.id) or 0):
        at = row.values.get(time.id)
        if at is None:
            new[id(row)] = {stage.outputs[0].id: None}
            continue
        who = tuple(_value(each, row).text for each in fields)
        before, session = last.get(who, (None, 0.0))
        if before is None or at - before > span:
            count += 1
            session = count
        last[who] = at, session
        new[id(row)] = {stage.outputs[0].id: session}
    return _put(rows, new)


def _countfrequent(stage: Reshape, rows: list[Row], _: Ask) -> list[Row]:
    *fields, count = stage.outputs
    counts: dict[tuple[Plain, ...], int] = {}
    for row in rows:
        combination = tuple(row.values.get(each.id) for each in stage.inputs)
        counts[combination] = counts.get(combination, 0) + 1
    made = [
        Row({**dict(zip((each.id for each in fields), who, strict=True)), count.id: float(number)})
        for who, number in counts.items()
    ]
    made.sort(key=lambda row: [key(_value(each, row)) for each in fields])
    return sorted(made, key=lambda row: -float(row.values[count.id] or 0))


_COMMANDS = {
    "addtotals": _addtotals,
    "accum": _accum,
    "autoregress": _autoregress,
    "filldown": _filldown,
    "fillmissing": _fillmissing,
    "outlier": _outlier,
    "sessionize": _sessionize,
    "countfrequent": _countfrequent,
}
