"""Which neighbouring stages may share one SELECT: only where a condition written here allows it.

A SELECT does its clauses in one order: WHERE, then columns or GROUP BY, then ORDER BY and LIMIT. A
stage joins the group before it only where doing it in that order gives the same rows; every other
pair stays apart, whatever the engine would make of it.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.insights import plan

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MOST = 200  # operators of one expression after its columns are written out

Group = tuple["plan.Stage", ...]


class Rule(Struct, frozen=True):
    """`next_` may join a group of `before` only; reason: why the rows are the same.

    holds  what must be true besides
    """

    before: frozenset[type]
    next_: type
    reason: str
    holds: Callable[[Group, plan.Stage], bool]


def fold(query: plan.Plan) -> list[Group]:
    """The stages of a plan in groups; each group becomes one SELECT."""
    groups: list[Group] = []
    for stage in query.stages:
        if groups and joins(groups[-1], stage):
            groups[-1] = (*groups[-1], stage)
        else:
            groups.append((stage,))
    return groups


def unfolded(query: plan.Plan) -> list[Group]:
    """Every stage by itself."""
    return [(stage,) for stage in query.stages]


def joins(group: Group, stage: plan.Stage) -> bool:
    """Whether some rule lets `stage` into `group`."""
    kinds = {type(each) for each in group}
    return any(
        type(stage) is rule.next_ and kinds <= rule.before and rule.holds(group, stage)
        for rule in RULES
    )


def _always(_group: Group, _stage: plan.Stage) -> bool:
    return True


def _short(group: Group, stage: plan.Stage) -> bool:
    """Written out in terms of the columns before the group, no expression becomes long."""
    return max(_written_out((*group, stage)).values(), default=0) <= MOST


def _written_out(group: Group) -> Mapping[str, int]:
    """Operators of each new column, and of each condition under a name that no column has."""
    sizes: dict[str, int] = {}
    for place, stage in enumerate(group):
        if isinstance(stage, plan.Extend):
            new = {column.id: _size(value, sizes) for column, value in stage.columns}
            sizes.update(new)
        elif isinstance(stage, plan.Aggregate | plan.Where | plan.Limit | plan.Dedup):
            sizes[f"\0{place}"] = max((_size(each, sizes) for each in _uses(stage)), default=0)
    return sizes


def _uses(stage: plan.Aggregate | plan.Where | plan.Limit | plan.Dedup) -> list[plan.Expr]:
    if isinstance(stage, plan.Where):
        return [stage.condition]
    if isinstance(stage, plan.Limit):
        return [key.value for key in stage.order]
    if isinstance(stage, plan.Dedup):
        return [*(plan.Ref(each) for each in stage.keys), *(key.value for key in stage.order)]
    keys = [value for _, value in stage.keys]
    return keys + [arg for _, measure in stage.measures for arg in measure.args]


def _size(value: plan.Expr, sizes: Mapping[str, int]) -> int:
    if isinstance(value, plan.Ref):
        return sizes.get(value.column.id, 1)
    if isinstance(value, plan.Apply):
        return 1 + sum(_size(arg, sizes) for arg in value.args)
    if isinstance(value, plan.Within):
        return 1 + _size(value.value, sizes)
    return 1


_ROW_BY_ROW = frozenset({plan.Where, plan.Extend, plan.Sort})

RULES = (
    Rule(
        _ROW_BY_ROW,
        plan.Where,
        "a row that passes one condition after another passes their conjunction, and a column made"
        " in between is its expression: expressions have no effect and never fail",
        _short,
    ),
    Rule(
        _ROW_BY_ROW,
        plan.Extend,
        "columns are computed after WHERE, from the rows that are left, as they would be by"
        " themselves; those made before are written out",
        _short,
    ),
    Rule(
        _ROW_BY_ROW | {plan.Limit, plan.Dedup, plan.Aggregate},
        plan.Sort,
        "a sort changes no row: the order that holds is written in each stage that needs it",
        _always,
    ),
    Rule(
        _ROW_BY_ROW,
        plan.Limit,
        "ORDER BY and LIMIT come after WHERE and columns; nothing but a sort may follow, for what"
        " follows would be done before the limit",
        _short,
    ),
    Rule(
        _ROW_BY_ROW,
        plan.Dedup,
        "QUALIFY comes after WHERE and columns; as with limit only a sort may follow",
        _short,
    ),
    Rule(
        _ROW_BY_ROW,
        plan.Aggregate,
        "GROUP BY groups the rows that WHERE leaves; columns made before are written out",
        _short,
    ),
)

REASONS: Mapping[str, str] = MappingProxyType({rule.next_.__name__: rule.reason for rule in RULES})
