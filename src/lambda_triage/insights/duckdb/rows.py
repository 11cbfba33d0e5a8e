"""Commands over the rows as they are ordered: totals, running sums, lags, gaps, outliers, sessions.

addtotals     the sum of the numbers of a row, and a last row with the sums of the columns
accum         the sum so far; a row without a number has none and adds none
autoregress   the values of rows before
filldown      the last value that was there
fillmissing   a row for each bin between the first and the last, for each of the other keys
outlier       values beyond the third quartile by `param` times the distance of the quartiles
              (`uselower`: below the first one too), brought to that limit or their row removed
sessionize    a number for each run of events without a gap longer than `maxspan`
countfrequent one row for each combination, with its count, the largest first
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from sqlglot import exp

from lambda_triage.insights import plan
from lambda_triage.insights.duckdb import natural
from lambda_triage.insights.duckdb.bins import fillmissing
from lambda_triage.insights.duckdb.printed import printed
from lambda_triage.insights.duckdb.relation import Relation, ascending, column, descending
from lambda_triage.insights.duckdb.template import call, integer, sql

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lambda_triage.insights.duckdb.compiler import Compiler

_SO_FAR = {"kind": "ROWS", "start": "UNBOUNDED", "start_side": "PRECEDING", "end": "CURRENT ROW"}


def reshape(stage: plan.Reshape, before: Relation, compiler: Compiler) -> Relation:
    """Run one of the commands."""
    return _RUN[stage.command](stage, before, compiler)


def _addtotals(stage: plan.Reshape, before: Relation, compiler: Compiler) -> Relation:
    numbers = [_number(each, before, compiler) for each in stage.inputs]
    total = _sum_of_row(numbers)
    relation = _with(before, {each.id: total.copy() for each in stage.outputs}, compiler)
    if not dict(stage.options)["col"]:
        return relation
    last = compiler.ctes.hidden()
    summed = [
        exp.alias_(_sum_of_column(each, relation, compiler), relation.columns[each.id].name)
        for each in (*stage.inputs, *stage.outputs)
        if each.kind in (*plan.NUMERIC, plan.Kind.TEXT)
    ]
    rows = exp.select("*", exp.alias_(integer(0), last)).from_(relation.name)
    sums = exp.select(*summed, exp.alias_(integer(1), last)).from_(relation.name)
    both = exp.Union(this=rows, expression=sums, distinct=False, by_name=True)
    lead = (ascending(column(last)), *relation.lead)  # behind sums that stand there already
    name = compiler.ctes.add(exp.select("*").from_(both.subquery("b")))
    return Relation(name, relation.columns, relation.ties, relation.time, lead)


def _sum_of_row(numbers: list[exp.Expr]) -> exp.Expr:
    """Missing where no value of the row is a number."""
    if not numbers:
        return exp.cast(exp.null(), "DOUBLE")
    total = call("list_sum", exp.Array(expressions=numbers))
    return sql("CASE WHEN isfinite(:t) THEN :t END", t=exp.cast(total, "DOUBLE"))


def _sum_of_column(each: plan.Column, relation: Relation, compiler: Compiler) -> exp.Expr:
    total = sql("sum(:x)", x=_number(each, relation, compiler))
    total = sql("CASE WHEN isfinite(:t) THEN :t END", t=total)
    return printed(total, plan.Kind.NUMBER) if each.kind is plan.Kind.TEXT else total


def _accum(stage: plan.Reshape, before: Relation, compiler: Compiler) -> Relation:
    number = _number(stage.inputs[0], before, compiler)
    total = exp.Window(
        this=sql("sum(:x)", x=number),
        order=_ordered(stage, before, compiler),
        spec=exp.WindowSpec(**_SO_FAR),
    )
    value = sql("CASE WHEN :x IS NOT NULL AND isfinite(:sum) THEN :sum END", x=number, sum=total)
    return _with(before, {stage.outputs[0].id: value}, compiler)


def _autoregress(stage: plan.Reshape, before: Relation, compiler: Compiler) -> Relation:
    value = before.columns[stage.inputs[0].id]
    first = int(dict(stage.options)["first"] or 1)
    new = {
        made.id: exp.Window(
            this=call("lag", value.copy(), integer(lag)), order=_ordered(stage, before, compiler)
        )
        for lag, made in enumerate(stage.outputs, first)
    }
    return _with(before, new, compiler)


def _filldown(stage: plan.Reshape, before: Relation, compiler: Compiler) -> Relation:
    new = {
        made.id: exp.Window(
            this=exp.IgnoreNulls(this=exp.LastValue(this=before.columns[each.id].copy())),
            order=_ordered(stage, before, compiler),
            spec=exp.WindowSpec(**_SO_FAR),
        )
        for each, made in zip(stage.inputs, stage.outputs, strict=True)
    }
    return _with(before, new, compiler)


def _outlier(stage: plan.Reshape, before: Relation, compiler: Compiler) -> Relation:
    options = dict(stage.options)
    names = {each.id: [compiler.ctes.hidden() for _ in range(3)] for each in stage.inputs}
    inner = exp.select(
        "*",
        *(exp.alias_(_number(each, before, compiler), names[each.id][0]) for each in stage.inputs),
    ).from_(before.name)
    limits = [
        exp.alias_(_limit(names[each.id][0], side, float(options["param"] or 0)), name)
        for each in stage.inputs
        for side, name in (("low", names[each.id][1]), ("high", names[each.id][2]))
    ]
    inner = exp.select("*", *limits).from_(inner.subquery("n"))
    relation = Relation(
        compiler.ctes.add(inner), before.columns, before.ties, before.time, before.lead
    )
    beyond = {
        each: _beyond(*(column(name) for name in parts), lower=bool(options["uselower"]))
        for each, parts in names.items()
    }
    if options["action"] == "remove":
        kept = exp.not_(exp.or_(*(each.copy() for each in beyond.values())))
        select = exp.select("*").from_(relation.name).where(kept)
        relation = Relation(
            compiler.ctes.add(select), before.columns, before.ties, before.time, before.lead
        )
    new: dict[str, exp.Expr] = {}
    for each, made in zip(stage.inputs, stage.outputs, strict=False):
        if made.kind is not plan.Kind.TRUTH or made.name == each.name:
            new[made.id] = _brought(each, before, names[each.id], beyond[each.id])
    if options["mark"]:
        new[stage.outputs[-1].id] = exp.or_(*(each.copy() for each in beyond.values()))
    return _with(relation, new, compiler)


def _limit(number: str, side: str, param: float) -> exp.Expr:
    low, high = (sql(f"quantile_cont(:x, {at}) OVER ()", x=column(number)) for at in (0.25, 0.75))
    template = ":low - :p * (:high - :low)" if side == "low" else ":high + :p * (:high - :low)"
    return sql(template, low=low, high=high, p=exp.Literal.number(repr(param)))


def _beyond(number: exp.Expr, low: exp.Expr, high: exp.Expr, *, lower: bool) -> exp.Expr:
    test = ":x > :high OR :x < :low" if lower else ":x > :high"
    return sql(f"coalesce({test}, FALSE)", x=number, low=low, high=high)


def _brought(each: plan.Column, before: Relation, names: list[str], beyond: exp.Expr) -> exp.Expr:
    number, low, high = (column(name) for name in names)
    limit: exp.Expr = sql(
        "CASE WHEN :x > :high THEN :high ELSE :low END", x=number, low=low, high=high
    )
    if each.kind is plan.Kind.TEXT:
        limit = printed(limit, plan.Kind.NUMBER)
    return sql(
        "CASE WHEN :beyond THEN :limit ELSE :value END",
        beyond=beyond,
        limit=limit,
        value=before.columns[each.id],
    )


def _sessionize(stage: plan.Reshape, before: Relation, compiler: Compiler) -> Relation:
    """Sessions are counted in the order in which they begin."""
    *fields, time = stage.inputs
    span = float(dict(stage.options)["maxspan"] or 0)
    starts, run, number = (compiler.ctes.hidden() for _ in range(3))
    who = [compiler.printed(plan.Ref(each), before.columns) for each in fields]
    at = before.columns[time.id]
    in_time = [ascending(at.copy()), *(each.copy() for each in before.ties)]
    earlier = exp.Window(
        this=call("lag", at.copy()), partition_by=who, order=exp.Order(expressions=in_time)
    )
    begins = sql(
        "CAST(:t IS NOT NULL AND (:earlier IS NULL OR :t - :earlier > :span) AS INTEGER)",
        t=at,
        earlier=earlier,
        span=exp.Literal.number(repr(span)),
    )
    inner = exp.select("*", exp.alias_(begins, starts)).from_(before.name)
    of_all = exp.Window(
        this=sql("sum(:x)", x=column(starts)),
        order=exp.Order(expressions=[each.copy() for each in in_time]),
        spec=exp.WindowSpec(**_SO_FAR),
    )
    of_one = exp.Window(
        this=sql("sum(:x)", x=column(starts)),
        partition_by=[each.copy() for each in who],
        order=exp.Order(expressions=[each.copy() for each in in_time]),
        spec=exp.WindowSpec(**_SO_FAR),
    )
    inner = exp.select("*", exp.alias_(of_all, number), exp.alias_(of_one, run)).from_(
        inner.subquery("g")
    )
    name = compiler.ctes.add(inner)
    relation = Relation(name, before.columns, before.ties, before.time, before.lead)
    first = exp.Window(
        this=sql("min(:n)", n=column(number)),
        partition_by=[*(each.copy() for each in who), column(run)],
    )
    session = sql("CASE WHEN :t IS NOT NULL THEN CAST(:first AS DOUBLE) END", t=at, first=first)
    return _with(relation, {stage.outputs[0].id: session}, compiler)


def _countfrequent(stage: plan.Reshape, before: Relation, compiler: Compiler) -> Relation:
    *fields, count = stage.outputs
    names = compiler.ctes.fresh([each.id for each in stage.outputs])
    values = [
        exp.alias_(before.columns[each.id].copy(), names[made.id])
        for each, made in zip(stage.inputs, fields, strict=True)
    ]
    counted = exp.alias_(sql("CAST(count(*) AS DOUBLE)"), names[count.id])
    select = exp.select(*values, counted).from_(before.name).group_by("ALL")
    columns: dict[str, exp.Expr] = {each: column(name) for each, name in names.items()}
    ties = [descending(columns[count.id].copy())]
    for each in fields:
        ties += [ascending(k) for k in natural.order_keys(columns[each.id].copy(), each.kind)]
    return Relation(compiler.ctes.add(select), columns, tuple(ties))


def _number(each: plan.Column, relation: Relation, compiler: Compiler) -> exp.Expr:
    view = plan.Apply("toNumber", (plan.Ref(each),), plan.Kind.NUMBER)
    return compiler.sql(view, relation.columns)


def _ordered(stage: plan.Reshape, before: Relation, compiler: Compiler) -> exp.Order:
    return exp.Order(expressions=compiler.order(stage.order, before.columns, before))


def _with(before: Relation, new: Mapping[str, exp.Expr], compiler: Compiler) -> Relation:
    """The relation with new columns."""
    names = compiler.ctes.fresh(new)
    made = [exp.alias_(value, names[each]) for each, value in new.items()]
    name = compiler.ctes.add(exp.select("*", *made).from_(before.name))
    columns = {**before.columns, **{each: column(own) for each, own in names.items()}}
    return Relation(name, columns, before.ties, before.time, before.lead)


_RUN: Mapping[str, Callable[[plan.Reshape, Relation, Compiler], Relation]] = MappingProxyType(
    {
        "addtotals": _addtotals,
        "accum": _accum,
        "autoregress": _autoregress,
        "filldown": _filldown,
        "fillmissing": fillmissing,
        "outlier": _outlier,
        "sessionize": _sessionize,
        "countfrequent": _countfrequent,
    }
)
