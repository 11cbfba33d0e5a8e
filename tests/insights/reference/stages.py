"""Each stage of a plan on a list of rows."""

from __future__ import annotations

from collections import Counter
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING

from lambda_triage.insights import plan
from lambda_triage.insights.pattern import mask, pattern, severity
from tests.insights.reference.aggregates import measure
from tests.insights.reference.compare import re2
from tests.insights.reference.expressions import evaluate
from tests.insights.reference.functions.jsons import as_text, decode
from tests.insights.reference.natural import key
from tests.insights.reference.relevance import relevance
from tests.insights.reference.reshaping import reshape
from tests.insights.reference.rows import Row, ordered
from tests.insights.reference.values import Value

if TYPE_CHECKING:
    from tests.insights.reference.run import World
    from tests.insights.reference.values import Plain


def step(stage: plan.Stage, rows: list[Row], world: World) -> list[Row]:
    if isinstance(stage, plan.Reshape):
        return reshape(stage, rows, world.ask)
    return _STAGES[type(stage)](stage, rows, world)


def _extend(stage: plan.Extend, rows: list[Row], world: World) -> list[Row]:
    return [
        row.plus({made.id: evaluate(value, row, world.ask).value for made, value in stage.columns})
        for row in rows
    ]


def _where(stage: plan.Where, rows: list[Row], world: World) -> list[Row]:
    return [row for row in rows if evaluate(stage.condition, row, world.ask).condition]


def _extract(stage: plan.Extract, rows: list[Row], world: World) -> list[Row]:
    made = []
    for row in rows:
        text = evaluate(stage.value, row, world.ask).text
        matches = [] if text is None else list(re2(stage.pattern).finditer(text))
        kept = matches if stage.every else matches[:1]
        for groups in [each.groups() for each in kept] or [(None,) * len(stage.columns)]:
            new = zip(stage.columns, groups, strict=True)
            made.append(row.plus({column.id: group for column, group in new}))
    return made


def _aggregate(stage: plan.Aggregate, rows: list[Row], world: World) -> list[Row]:
    groups: dict[tuple[Plain, ...], list[Row]] = {} if stage.keys else {(): []}
    for row in rows:
        found = tuple(evaluate(value, row, world.ask).value for _, value in stage.keys)
        groups.setdefault(found, []).append(row)
    made = []
    for found, members in groups.items():
        values = {column.id: each for (column, _), each in zip(stage.keys, found, strict=True)}
        for column, wanted in stage.measures:
            args = [[evaluate(arg, row, world.ask) for row in members] for arg in wanted.args]
            values[column.id] = measure(wanted.function, args, members)
        row = Row(values)
        for column, value in stage.after:
            row.values[column.id] = evaluate(value, row, world.ask).value
        made.append(row)
    keys = [column for column, _ in stage.keys]
    return sorted(
        made, key=lambda row: [key(Value(row.values[each.id], each.kind)) for each in keys]
    )


def _sort(stage: plan.Sort, rows: list[Row], world: World) -> list[Row]:
    return rows  # every stage that minds the order says which


def _limit(stage: plan.Limit, rows: list[Row], world: World) -> list[Row]:
    kept = {id(row) for row in ordered(rows, stage.order, world.ask)[: stage.count]}
    return [row for row in rows if id(row) in kept]


def _dedup(stage: plan.Dedup, rows: list[Row], world: World) -> list[Row]:
    seen: set[tuple[str | None, ...]] = set()
    kept: set[int] = set()
    for row in ordered(rows, stage.order, world.ask):
        found = tuple(Value(row.values.get(each.id), each.kind).text for each in stage.keys)
        if None in found or found not in seen:
            kept.add(id(row))
        seen.add(found)
    return [row for row in rows if id(row) in kept]


def _explode(stage: plan.Explode, rows: list[Row], world: World) -> list[Row]:
    made = []
    for row in rows:
        text = evaluate(stage.value, row, world.ask).text
        found = decode(text)
        elements = [as_text(each) for each in found] if isinstance(found, list) else [text]
        made += [row.plus({stage.into.id: each}) for each in elements]
    return made


def _patterns(stage: plan.Patterns, rows: list[Row], world: World) -> list[Row]:
    texts = [evaluate(stage.value, row, world.ask).text for row in rows]
    counts = Counter(pattern(mask(each)) for each in texts if each is not None)
    made = [
        Row(
            {
                stage.pattern.id: found,
                stage.count.id: float(count),
                stage.ratio.id: count / counts.total(),
                stage.severity.id: severity(found),
            }
        )
        for found, count in counts.items()
    ]
    return sorted(made, key=lambda row: (-row.values[stage.count.id], row.values[stage.pattern.id]))


def _match(stage: plan.Match, rows: list[Row], world: World) -> list[Row]:
    right = world.rows(stage.right)
    keys = [Value(row.values.get(stage.right_key.id), stage.right_key.kind).text for row in right]
    made = []
    for row in rows:
        wanted = evaluate(stage.left, row, world.ask).text
        found = [
            {each.id: other.values.get(each.id) for each in stage.columns}
            for other, own in zip(right, keys, strict=True)
            if wanted is not None and own == wanted
        ]
        nothing: list[dict[str, Plain]] = [{}] if stage.kind == "left" else []
        made += [row.plus(each) for each in found or nothing]
    return made


def _look_up(stage: plan.LookUp, rows: list[Row], world: World) -> list[Row]:
    table = world.tables[stage.table]
    made = []
    for row in rows:
        values = [evaluate(value, row, world.ask).text for _, value in stage.keys]
        columns = [column for column, _ in stage.keys]
        if stage.network:
            found = _network(table, columns[0], values[0])
        else:
            found = next((r for r in table if [r[c] for c in columns] == values), None)
        new: dict[str, Plain] = {}
        for column, output, old in stage.outputs:
            before = None if old is None else evaluate(old, row, world.ask).text
            new[output.id] = before or (None if found is None else found[column])
        made.append(row.plus(new))
    return made


def _network(
    table: list[dict[str, str]], column: str, address: str | None
) -> dict[str, str] | None:
    """The row of the narrowest network that holds the address."""
    try:
        wanted = ip_address(address or "")
    except ValueError:
        return None
    around = [row for row in table if wanted in ip_network(row[column], strict=False)]
    return max(
        around, key=lambda row: ip_network(row[column], strict=False).prefixlen, default=None
    )


def _beside(stage: plan.Beside, rows: list[Row], world: World) -> list[Row]:
    others = world.rows(stage.plan)[: stage.most]
    new = {}
    for place, row in enumerate(ordered(rows, stage.order, world.ask)):
        other = others[place].values if place < len(others) else {}
        new[id(row)] = {made.id: other.get(old.id) for old, made in stage.columns}
    return [row.plus(new[id(row)]) for row in rows]


_STAGES = {
    plan.Extend: _extend,
    plan.Where: _where,
    plan.Extract: _extract,
    plan.Aggregate: _aggregate,
    plan.Sort: _sort,
    plan.Limit: _limit,
    plan.Dedup: _dedup,
    plan.Explode: _explode,
    plan.Patterns: _patterns,
    plan.Relevance: relevance,
    plan.Match: _match,
    plan.LookUp: _look_up,
    plan.Beside: _beside,
}
