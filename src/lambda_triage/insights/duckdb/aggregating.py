"""The stage of `stats`: what is aggregated is computed once, then grouped, then reckoned with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from lambda_triage.insights import plan
from lambda_triage.insights.duckdb import natural
from lambda_triage.insights.duckdb.aggregates import Place
from lambda_triage.insights.duckdb.aggregates import aggregate as measured
from lambda_triage.insights.duckdb.relation import Relation, ascending, column
from lambda_triage.insights.vocabulary import FUNCTION, Takes

if TYPE_CHECKING:
    from lambda_triage.insights.duckdb.compiler import Columns, Compiler, Draft


def aggregate(stage: plan.Aggregate, draft: Draft, compiler: Compiler) -> Relation:
    """One row per group, in the natural order of the keys."""
    operands = _Operands(draft, compiler)
    keys = compiler.ctes.fresh([each.id for each, _ in stage.keys])
    for made, value in stage.keys:
        operands.put(keys[made.id], compiler.sql(value, draft.columns))
    measures = [(made, operands.measure(each)) for made, each in stage.measures]
    names = compiler.ctes.fresh([each.id for each, _ in measures])
    when = _when(draft.relation)
    place = Place(when[0], when[1], tuple(when[2:])) if when else None
    grouped = exp.select(
        *(column(name) for name in keys.values()),
        *(
            exp.alias_(measured(each, operands.columns, place), names[made.id])
            for made, each in measures
        ),
    ).from_(operands.select().subquery("r"))
    if keys:
        grouped = grouped.group_by(*(column(name) for name in keys.values()))
    columns: Columns = {each: column(name) for each, name in {**keys, **names}.items()}
    name = compiler.ctes.add(grouped)
    ties = [
        ascending(part)
        for made, _ in stage.keys
        for part in natural.order_keys(column(keys[made.id]), made.kind)
    ]
    if not ties:  # one row is in order by anything
        ties = [ascending(column(names[measures[0][0].id]))]
    return _after(stage, Relation(name, columns, tuple(ties)), compiler)


def _after(stage: plan.Aggregate, grouped: Relation, compiler: Compiler) -> Relation:
    """Columns computed from aggregates, each over those before it."""
    relation = grouped
    for made, value in stage.after:
        name = compiler.ctes.fresh([made.id])[made.id]
        new = exp.alias_(compiler.sql(value, relation.columns), name)
        select = exp.select("*", new).from_(relation.name)
        columns = {**relation.columns, made.id: column(name)}
        relation = Relation(compiler.ctes.add(select), columns, relation.ties)
    return relation


def _when(relation: Relation) -> list[exp.Expr]:
    """Time and number of the event, and the place of the row among those made from it."""
    return [each.this.copy() for each in relation.ties] if relation.time else []


class _Operands:
    """The columns that the groups are made of; the same value is one column."""

    def __init__(self, draft: Draft, compiler: Compiler) -> None:
        self.columns: Columns = {}
        self._draft = draft
        self._compiler = compiler
        self._made: dict[plan.Expr, plan.Ref] = {}
        self._selected: list[exp.Expr] = []

    def put(self, name: str, value: exp.Expr) -> None:
        self._selected.append(exp.alias_(value, name))

    def measure(self, each: plan.Measure) -> plan.Measure:
        """The measure over columns; numbers are already numbers."""
        takes = FUNCTION[each.function.lower()].takes
        args = tuple(
            self._operand(arg, takes[min(place, len(takes) - 1)])
            for place, arg in enumerate(each.args)
        )
        return plan.Measure(each.function, args, each.kind)

    def select(self) -> exp.Select:
        own = _when(self._draft.relation)
        nothing = [exp.Literal.number(1)] if not own and not self._selected else []
        return self._draft.filtered(exp.select(*own, *self._selected, *nothing))

    def _operand(self, arg: plan.Expr, takes: Takes) -> plan.Expr:
        if isinstance(arg, plan.Constant):
            return arg
        if takes is Takes.NUMBER and arg.kind not in plan.NUMERIC:
            arg = plan.Apply("toNumber", (arg,), plan.Kind.NUMBER)
        made = self._made.get(arg)
        if made is None:
            name = self._compiler.ctes.hidden()
            self.put(name, self._compiler.sql(arg, self._draft.columns))
            made = self._made[arg] = plan.Ref(plan.Column(name, name, arg.kind))
            self.columns[name] = column(name)
        return made
