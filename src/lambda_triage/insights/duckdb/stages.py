"""A plan, group by group: each group of stages is one SELECT over the one before."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from sqlglot import exp

from lambda_triage.insights import plan
from lambda_triage.insights.duckdb.aggregating import aggregate
from lambda_triage.insights.duckdb.compiler import Compiler, Draft
from lambda_triage.insights.duckdb.extracting import explode, extract
from lambda_triage.insights.duckdb.joining import beside, look_up, match
from lambda_triage.insights.duckdb.patterns import patterns
from lambda_triage.insights.duckdb.relevance import relevance
from lambda_triage.insights.duckdb.rows import reshape

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lambda_triage.insights.duckdb.relation import Relation
    from lambda_triage.insights.fold import Group


def compile_plan(query: plan.Plan, compiler: Compiler) -> Relation:
    """The rows of a plan, before they are ordered and shown."""
    relation = compiler.scan(query)
    for group in compiler.fold(query):
        relation = _group(group, relation, compiler)
    return relation


def _group(group: Group, before: Relation, compiler: Compiler) -> Relation:
    alone = _ALONE.get(type(group[0]))
    if alone is not None:
        return alone(group[0], before, compiler)
    draft = Draft(before)
    for stage in group:
        if isinstance(stage, plan.Aggregate):
            return aggregate(stage, draft, compiler)
        join = _JOIN.get(type(stage))
        if join is not None:
            join(stage, draft, compiler)
    return draft.finish(compiler)


def _where(stage: plan.Where, draft: Draft, compiler: Compiler) -> None:
    draft.where += compiler.words(stage.condition, draft)
    draft.where.append(compiler.truth(stage.condition, draft.columns))


def _extend(stage: plan.Extend, draft: Draft, compiler: Compiler) -> None:
    """New columns over those before; they do not see one another."""
    draft.columns |= {made.id: compiler.sql(value, draft.columns) for made, value in stage.columns}


def _limit(stage: plan.Limit, draft: Draft, compiler: Compiler) -> None:
    draft.order = compiler.order(stage.order, draft.columns, draft.relation)
    draft.limit = stage.count


def _dedup(stage: plan.Dedup, draft: Draft, compiler: Compiler) -> None:
    """The first of each combination of printed values; a row that misses one stays."""
    keys = [compiler.printed(plan.Ref(each), draft.columns) for each in stage.keys]
    order = compiler.order(stage.order, draft.columns, draft.relation)
    number = exp.Window(this=exp.RowNumber(), partition_by=keys, order=exp.Order(expressions=order))
    missing = [exp.Is(this=key.copy(), expression=exp.null()) for key in keys]
    draft.qualify = exp.or_(exp.EQ(this=number, expression=exp.Literal.number(1)), *missing)


_JOIN: Mapping[type, Callable[..., None]] = MappingProxyType(
    {plan.Where: _where, plan.Extend: _extend, plan.Limit: _limit, plan.Dedup: _dedup}
)
_ALONE: Mapping[type, Callable[..., Relation]] = MappingProxyType(
    {
        plan.Extract: extract,
        plan.Explode: explode,
        plan.Patterns: patterns,
        plan.Relevance: relevance,
        plan.Match: match,
        plan.LookUp: look_up,
        plan.Beside: beside,
        plan.Reshape: reshape,
    }
)
