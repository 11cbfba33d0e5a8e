"""What holds for every plan: columns are read where they are, and made once."""

from __future__ import annotations

from lambda_triage.insights import plan
from lambda_triage.insights.bind.needs import needs, used_columns
from lambda_triage.insights.plan import Column, Expr, Plan, Stage


def faults(bound: Plan) -> list[str]:
    """Everything that does not hold, in words; nothing where the plan is sound."""
    found: list[str] = []
    there = {each.column.id for each in bound.scan.fields}
    for stage in bound.stages:
        missing = _read(stage) - there
        found.extend(f"{type(stage).__name__} reads {each}" for each in sorted(missing))
        made = [each.id for each in _made(stage)]
        found.extend(f"{each} is made twice" for each in made if each in there)
        there = set(made) if _replaces(stage) else there | set(made)
        for inner in _inner(stage):
            found.extend(faults(inner))
    last = used_columns((bound.shown, bound.order)) - there
    return [*found, *(f"the result reads {each}" for each in sorted(last))]


def _read(stage: Stage) -> set[str]:
    if isinstance(stage, plan.Aggregate):
        groups = _all(value for _, value in stage.keys)
        groups |= {each for _, m in stage.measures for arg in m.args for each in needs(arg)}
        own = {each.id for each in _made(stage)}
        return groups | (_all(value for _, value in stage.after) - own) | used_columns(stage.order)
    if isinstance(stage, plan.Extend):
        return _all(value for _, value in stage.columns)
    if isinstance(stage, plan.Match):
        return needs(stage.left)
    if isinstance(stage, plan.Beside):
        return used_columns(stage.order)
    if isinstance(stage, plan.Where):
        return needs(stage.condition)
    if isinstance(stage, plan.Relevance):
        return needs(stage.condition) | used_columns((stage.columns, stage.message))
    return used_columns(stage) - {each.id for each in _made(stage)}


def _all(values: object) -> set[str]:
    return {each for value in values for each in needs(value)}  # type: ignore[attr-defined]


def _made(stage: Stage) -> tuple[Column, ...]:
    match stage:
        case plan.Aggregate():
            pairs: tuple[tuple[Column, object], ...] = (*stage.keys, *stage.measures, *stage.after)
            return tuple(column for column, _ in pairs)
        case plan.Extend():
            return tuple(column for column, _ in stage.columns)
        case plan.Extract() | plan.Match():
            return stage.columns
        case plan.Explode():
            return (stage.into,)
        case plan.Patterns():
            return (stage.pattern, stage.count, stage.ratio, stage.severity)
        case plan.Relevance():
            return stage.outputs
        case plan.LookUp():
            return tuple(new for _, new, _ in stage.outputs)
        case plan.Beside():
            return tuple(new for _, new in stage.columns)
        case plan.Reshape():
            return stage.outputs
    return ()


def _replaces(stage: Stage) -> bool:
    counted = isinstance(stage, plan.Reshape) and stage.command == "countfrequent"
    return counted or isinstance(stage, plan.Aggregate | plan.Patterns | plan.Relevance)


def _inner(stage: Stage) -> list[Plan]:
    if isinstance(stage, plan.Match):
        return [stage.right]
    if isinstance(stage, plan.Beside):
        return [stage.plan]
    return [each.plan for each in _withins(stage)]


def _withins(stage: Stage) -> list[plan.Within]:
    left: list[Expr] = [stage.condition] if isinstance(stage, plan.Where | plan.Relevance) else []
    found: list[plan.Within] = []
    while left:
        each = left.pop()
        if isinstance(each, plan.Within):
            found.append(each)
        elif isinstance(each, plan.Apply):
            left.extend(each.args)
    return found
