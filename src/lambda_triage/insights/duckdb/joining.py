"""Stages that bring in columns from elsewhere: join, appendcols, lookup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from lambda_triage.insights import plan
from lambda_triage.insights.duckdb.relation import Relation, ascending, column
from lambda_triage.insights.duckdb.template import call, sql

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lambda_triage.insights.duckdb.compiler import Compiler


def match(stage: plan.Match, before: Relation, compiler: Compiler) -> Relation:
    """Join on equal printed texts; matches of one row in the order of the other side."""
    key, other, place = (compiler.ctes.hidden() for _ in range(3))
    right = compiler.rows(stage.right)
    names = compiler.ctes.fresh([each.id for each in stage.columns])
    found = exp.select(
        exp.alias_(compiler.printed(plan.Ref(stage.right_key), right.columns), other),
        exp.alias_(_place(compiler.order(stage.right.order, right.columns, right)), place),
        *(exp.alias_(right.columns[each.id].copy(), names[each.id]) for each in stage.columns),
    ).from_(right.name)
    kept = exp.alias_(compiler.printed(stage.left, before.columns), key)
    left = exp.select("*", kept).from_(before.name)
    joined = _joined(left, found, exp.EQ(this=column(key), expression=column(other)), stage.kind)
    columns = {**before.columns, **{each: column(name) for each, name in names.items()}}
    ties = (*before.ties, ascending(column(place)))
    return Relation(compiler.ctes.add(joined), columns, ties, before.time, before.lead)


def beside(stage: plan.Beside, before: Relation, compiler: Compiler) -> Relation:
    """Columns of another plan, row by row as both are ordered; rows too many there are dropped."""
    here, there = compiler.ctes.hidden(), compiler.ctes.hidden()
    other = compiler.rows(stage.plan)
    names = compiler.ctes.fresh([new.id for _, new in stage.columns])
    place = _place(compiler.order(stage.plan.order, other.columns, other))
    found = exp.select(
        exp.alias_(place, there),
        *(exp.alias_(other.columns[old.id].copy(), names[new.id]) for old, new in stage.columns),
    ).from_(other.name)
    counted = exp.alias_(_place(compiler.order(stage.order, before.columns, before)), here)
    left = exp.select("*", counted).from_(before.name)
    on = exp.and_(
        exp.EQ(this=column(here), expression=column(there)),
        column(there) <= stage.most,
    )
    joined = _joined(left, found, on, "left")
    columns = {**before.columns, **{each: column(name) for each, name in names.items()}}
    return Relation(compiler.ctes.add(joined), columns, before.ties, before.time, before.lead)


def look_up(stage: plan.LookUp, before: Relation, compiler: Compiler) -> Relation:
    """Columns of the first row of a table whose keys equal the values."""
    table = compiler.tables.relation(
        stage.table,
        [name for name, _ in stage.keys],
        [name for name, *_ in stage.outputs],
        network=stage.network,
    )
    keys = [(compiler.ctes.hidden(), name, value) for name, value in stage.keys]
    kept = [
        exp.alias_(compiler.printed(value, before.columns), hidden) for hidden, _, value in keys
    ]
    left = exp.select("*", *kept).from_(before.name)
    if stage.network:
        on = _in_network(keys[0][0], table.function)
    else:
        on = exp.and_(
            *(
                exp.EQ(this=column(hidden), expression=exp.column(table.columns[name], "r"))
                for hidden, name, _ in keys
            )
        )
    names = compiler.ctes.fresh([made.id for _, made, _ in stage.outputs])
    new = [
        exp.alias_(_filled(table.columns[name], old, before.columns, compiler), names[made.id])
        for name, made, old in stage.outputs
    ]
    joined = (
        exp.select("l.*", *new)
        .from_(left.subquery("l"))
        .join(exp.to_table(table.name).as_("r"), on=on, join_type="left")
    )
    columns = {**before.columns, **{each: column(name) for each, name in names.items()}}
    return Relation(compiler.ctes.add(joined), columns, before.ties, before.time, before.lead)


def _in_network(key: str, function: str) -> exp.Expr:
    """The row of the narrowest network that holds the address, found by a function in Python."""
    return exp.EQ(this=call(function, column(key)), expression=exp.column("place", "r"))


def _filled(
    name: str, old: plan.Expr | None, columns: Mapping[str, exp.Expr], compiler: Compiler
) -> exp.Expr:
    found: exp.Expr = exp.column(name, "r")
    if old is None:
        return found
    return sql(
        "coalesce(nullif(:old, ''), :found)", old=compiler.printed(old, columns), found=found
    )


def _place(order: list[exp.Ordered]) -> exp.Expr:
    return exp.Window(this=exp.RowNumber(), order=exp.Order(expressions=order))


def _joined(left: exp.Select, right: exp.Select, on: exp.Expr, kind: str) -> exp.Select:
    return (
        exp.select("*").from_(left.subquery("l")).join(right.subquery("r"), on=on, join_type=kind)
    )
