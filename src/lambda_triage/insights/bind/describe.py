"""A plan as text: one line for each stage, the same for the same plan."""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from lambda_triage.insights import plan
from lambda_triage.insights.vocabulary import OPERATOR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from lambda_triage.insights.plan import Column, Expr, Order, Plan

_INDENT = "    "
_INFIX = frozenset(OPERATOR) - {"in", "get", "not", "negate"}


def describe(bound: Plan) -> str:
    """Every stage with what it reads, then what is shown; inner plans are indented."""
    return "\n".join(_lines(bound))


def _lines(bound: Plan) -> list[str]:
    lines = [_scan(bound.scan)]
    for stage in bound.stages:
        lines.append(_STAGE[type(stage)](stage))
        for inner in _inner(stage):
            lines.extend(f"{_INDENT}{each}" for each in _lines(inner))
    kind = " (events)" if bound.events else ""
    lines.append(f"show{kind} {_names(bound.shown)}")
    if bound.estimate:
        lines.append("estimate")
    return lines


def _scan(scan: plan.Scan) -> str:
    groups = "" if scan.groups is None else f" of {', '.join(map(_quoted, scan.groups))}"
    return f"scan{groups} {_names(each.column for each in scan.fields)}".rstrip()


def _inner(stage: plan.Stage) -> list[Plan]:
    if isinstance(stage, plan.Match):
        return [stage.right]
    if isinstance(stage, plan.Beside):
        return [stage.plan]
    found: list[Plan] = []
    for value in _values(stage):
        left = [value]
        while left:
            each = left.pop()
            if isinstance(each, plan.Apply):
                left.extend(each.args)
            elif isinstance(each, plan.Within):
                found.append(each.plan)
                left.append(each.value)
    return found


def _values(stage: plan.Stage) -> list[Expr]:
    """Expressions in which a subquery may stand."""
    if isinstance(stage, plan.Where | plan.Relevance):
        return [stage.condition]
    if isinstance(stage, plan.Extend):
        return [value for _, value in stage.columns]
    if isinstance(stage, plan.Aggregate):
        measured = [arg for _, measure in stage.measures for arg in measure.args]
        return [*(value for _, value in (*stage.keys, *stage.after)), *measured]
    return []


def shown(value: Expr) -> str:
    """An expression in the words of the language; columns by id."""
    if isinstance(value, plan.Constant):
        return _constant(value)
    if isinstance(value, plan.Ref):
        return value.column.id
    if isinstance(value, plan.Within):
        return f"{shown(value.value)} in (…)"
    if value.function in _INFIX and len(value.args) == 2:
        return _infix(value)
    return f"{value.function}({', '.join(map(shown, value.args))})"


def _infix(value: plan.Apply) -> str:
    """`(a + b + c)`: walked along the left, so that a long chain is not a deep one."""
    spine: list[plan.Apply] = []
    left: Expr = value
    while isinstance(left, plan.Apply) and left.function in _INFIX and len(left.args) == 2:
        spine.append(left)
        left = left.args[0]
    text = shown(left)
    last = ""
    for each in reversed(spine):
        start = text[:-1] if each.function == last else f"({text}"
        text = f"{start} {each.function} {shown(each.args[1])})"
        last = each.function
    return text


def _constant(value: plan.Constant) -> str:
    if isinstance(value.value, float) and value.value.is_integer() and abs(value.value) < 1e15:
        return str(int(value.value))
    return "missing" if value.value is None else _quoted(value.value)


def _quoted(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _names(columns: Iterable[Column]) -> str:
    return ", ".join(each.id for each in columns)


def _made(columns: Iterable[tuple[Column, Expr]]) -> str:
    return ", ".join(f"{each.id} = {shown(value)}" for each, value in columns)


def _order(order: Order) -> str:
    keys = (f"{shown(each.value)} {'desc' if each.descending else 'asc'}" for each in order)
    return ", ".join(keys) or "newest first"


def _aggregate(stage: plan.Aggregate) -> str:
    measures = ", ".join(
        f"{column.id} = {measure.function}({', '.join(map(shown, measure.args))})"
        for column, measure in stage.measures
    )
    keys = f" by {_made(stage.keys)}" if stage.keys else ""
    after = f" then {_made(stage.after)}" if stage.after else ""
    return f"aggregate {measures}{keys}{after}"


def _lookup(stage: plan.LookUp) -> str:
    keys = ", ".join(f"{column} = {shown(value)}" for column, value in stage.keys)
    outputs = ", ".join(
        f"{new.id} = {column}" + ("" if old is None else f" unless {shown(old)}")
        for column, new, old in stage.outputs
    )
    how = " by network" if stage.network else ""
    return f"look up{how} {stage.table} where {keys} giving {outputs}"


def _reshape(stage: plan.Reshape) -> str:
    options = "".join(f" {name}={_quoted(value)}" for name, value in stage.options)
    outputs = f" -> {_names(stage.outputs)}" if stage.outputs else ""
    return f"{stage.command}{options} {_names(stage.inputs)}{outputs} ({_order(stage.order)})"


def _patterns(stage: plan.Patterns) -> str:
    made = _names((stage.pattern, stage.count, stage.ratio, stage.severity))
    return f"patterns of {shown(stage.value)} -> {made}"


def _relevance(stage: plan.Relevance) -> str:
    compared = [each.id for each in stage.columns]
    if stage.message is not None:
        others = f" but {', '.join(stage.without)}" if stage.without else ""
        compared.append(f"all fields of {stage.message.id}{others}")
    where = shown(stage.condition)
    return f"relevance of {', '.join(compared)} where {where} -> {_names(stage.outputs)}"


def _extract(stage: plan.Extract) -> str:
    every = " every match" if stage.every else ""
    pattern = _quoted(stage.pattern)
    return f"extract{every} {pattern} of {shown(stage.value)} -> {_names(stage.columns)}"


def _beside(stage: plan.Beside) -> str:
    pairs = ", ".join(f"{new.id} = {old.id}" for old, new in stage.columns)
    return f"beside {pairs} at most {stage.most} ({_order(stage.order)})"


def _match(stage: plan.Match) -> str:
    on = f"{shown(stage.left)} = {stage.right_key.id}"
    return f"join {stage.kind} on {on} adding {_names(stage.columns)}"


# A function takes its own kind of stage, which a mapping cannot say.
_STAGE: Mapping[type[plan.Stage], Callable[[Any], str]] = MappingProxyType(
    {
        plan.Extend: lambda stage: f"extend {_made(stage.columns)}",
        plan.Where: lambda stage: f"where {shown(stage.condition)}",
        plan.Extract: _extract,
        plan.Aggregate: _aggregate,
        plan.Sort: lambda stage: f"sort {_order(stage.keys)}",
        plan.Limit: lambda stage: f"limit {stage.count} ({_order(stage.order)})",
        plan.Dedup: lambda stage: f"dedup {_names(stage.keys)} ({_order(stage.order)})",
        plan.Explode: lambda stage: f"explode {shown(stage.value)} -> {stage.into.id}",
        plan.Patterns: _patterns,
        plan.Relevance: _relevance,
        plan.Match: _match,
        plan.LookUp: _lookup,
        plan.Beside: _beside,
        plan.Reshape: _reshape,
    }
)
