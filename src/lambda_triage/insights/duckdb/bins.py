"""fillmissing: the bins of a time key that hold nothing become rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from lambda_triage.insights.duckdb import natural
from lambda_triage.insights.duckdb.relation import Relation, ascending, column
from lambda_triage.insights.duckdb.template import sql, text

if TYPE_CHECKING:
    from lambda_triage.insights import plan
    from lambda_triage.insights.duckdb.compiler import Compiler

_MOST = 100_000  # bins that are looked at, as many as a query may return rows


def fillmissing(stage: plan.Reshape, before: Relation, compiler: Compiler) -> Relation:
    """Every bin from the first to the last there is, for each combination of the other keys."""
    options = dict(stage.options)
    size = int(float(options["keys"] or 0))
    time, *keys = stage.inputs[:size]
    names = compiler.ctes.fresh([each.id for each in stage.inputs])
    own = {each: column(name) for each, name in names.items()}
    there = exp.select(
        *(exp.alias_(before.columns[each].copy(), name) for each, name in names.items())
    ).from_(before.name)
    given = compiler.ctes.add(there)
    wanted = exp.select(exp.alias_(_series(own[time.id], options), names[time.id])).from_(given)
    grid = exp.select("*").from_(wanted.subquery("w"))
    if keys:
        others = exp.select(*(own[each.id].copy() for each in keys)).from_(given).distinct()
        grid = grid.join(others.subquery("k"), join_type="cross")
    same = [
        exp.NullSafeEQ(
            this=exp.column(names[each.id], "g", quoted=True),
            expression=exp.column(names[each.id], "a", quoted=True),
        )
        for each in (time, *keys)
    ]
    absent = exp.select(
        *(exp.column(names[each.id], "g", quoted=True) for each in (time, *keys)),
        *(
            exp.alias_(_constant(value), names[each.removeprefix("fill ")])
            for each, value in options.items()
            if each.startswith("fill ")
        ),
    )
    absent = absent.from_(grid.subquery("g")).join(
        exp.to_table(given).as_("a"), on=exp.and_(*same), join_type="anti"
    )
    both = exp.Union(
        this=exp.select("*").from_(given), expression=absent, distinct=False, by_name=True
    )
    name = compiler.ctes.add(exp.select("*").from_(both.subquery("b")))
    ties = tuple(
        ascending(part)
        for each in (time, *keys)
        for part in natural.order_keys(own[each.id].copy(), each.kind)
    )
    return Relation(name, own, ties)


def _series(time: exp.Expr, options: dict[str, str | float | bool | None]) -> exp.Expr:
    """Starts of bins, of a fixed length or of a number of months."""
    count, offset = int(float(options["count"] or 1)), int(float(options["offset"] or 0))
    if options["unit"] == "mo":
        series = f"""
            list_transform(
                generate_series(0, CASE WHEN min(:t) IS NOT NULL THEN
                    least(datediff('month', epoch_ms(min(:t) - {offset}),
                    epoch_ms(max(:t) - {offset})) // {count}, {_MOST}) END),
                i -> epoch_ms(epoch_ms(min(:t) - {offset})
                              + to_months(CAST(i * {count} AS INTEGER))) + {offset})
        """
    else:
        series = f"""
            generate_series(min(:t), least(max(:t), min(:t) + CAST({count} AS BIGINT) * {_MOST}),
                CAST({count} AS BIGINT))
        """
    return sql(f"unnest({series})", t=time)


def _constant(value: str | float | bool | None) -> exp.Expr:
    if isinstance(value, str):
        return text(value)
    return exp.cast(exp.Literal.number(repr(float(value or 0))), "DOUBLE")
