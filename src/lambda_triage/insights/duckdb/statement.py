"""The whole statement of a plan: rows as printed, rows as typed, or what was read for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from lambda_triage.insights import plan
from lambda_triage.insights.duckdb.compiler import Compiler
from lambda_triage.insights.duckdb.printed import FIRST_MS, LAST_MS, printed
from lambda_triage.insights.duckdb.relation import column
from lambda_triage.insights.duckdb.stages import compile_plan
from lambda_triage.insights.duckdb.template import sql
from lambda_triage.insights.duckdb.unknown import notes
from lambda_triage.insights.fold import fold, unfolded

if TYPE_CHECKING:
    from collections.abc import Callable

    from lambda_triage.insights.duckdb.relation import Relation
    from lambda_triage.insights.duckdb.tables import Tables
    from lambda_triage.insights.events import Events

    Show = Callable[[exp.Expr, plan.Kind], exp.Expr]

ESTIMATE = plan.Column("estimatedBytes", "estimatedBytes", plan.Kind.NUMBER)
PTR = plan.Column("@ptr", "@ptr", plan.Kind.TEXT)

# Stages that leave each event what it is: after them an event is matched or not.
_MATCHING = (plan.Where, plan.Extend, plan.Sort)


class Statement:
    """A plan over events, in SQL.

    window  first and last millisecond, both inclusive, None where open
    folded  False: one SELECT for each stage
    """

    def __init__(
        self,
        query: plan.Plan,
        events: Events,
        tables: Tables,
        window: tuple[int | None, int | None] = (None, None),
        *,
        folded: bool = True,
    ) -> None:
        self.columns = _columns(query)
        self.notes = notes(query)
        self._query = query
        self._events = events
        self._tables = tables
        self._window = window
        self._fold = fold if folded else unfolded

    def printed(self) -> exp.Select:
        """Every value as it is printed, a text or missing."""
        return self._shown(printed)

    def typed(self) -> exp.Select:
        """Every value in the type of DuckDB that is made for it."""
        return self._shown(_typed)

    def read(self) -> exp.Select:
        """Events matched, events, bytes and log groups read."""
        compiler = self._compiler()
        scanned = compiler.scan(self._query)
        before = []
        for stage in self._query.stages:
            if not isinstance(stage, _MATCHING):
                break
            before.append(stage)
        rest = plan.Plan(self._query.scan, tuple(before), (), (), events=True)
        matched = compiler.rows(rest)
        counts = exp.select(exp.alias_(sql("count(*)"), "n")).from_(matched.name)
        return compiler.ctes.select(
            exp.select(
                counts.subquery(),
                sql("count(*)"),
                sql("coalesce(sum(_bytes), 0)"),
                sql("count(DISTINCT _log)"),
            ).from_(scanned.name)
        )

    def _shown(self, show: Show) -> exp.Select:
        compiler = self._compiler()
        if self._query.estimate:
            return self._estimated(compiler, show)
        relation = compiler.rows(self._query)
        values = [
            exp.alias_(show(_value(each, relation), each.kind), f"v{place}")
            for place, each in enumerate(self.columns)
        ]
        order = compiler.order(self._query.order, relation.columns, relation)
        return compiler.ctes.select(exp.select(*values).from_(relation.name).order_by(*order))

    def _estimated(self, compiler: Compiler, show: Show) -> exp.Select:
        """The bytes of the messages in the window, which is what the query would read."""
        scanned = compiler.scan(self._query)
        size = sql("CAST(coalesce(sum(_bytes), 0) AS DOUBLE)")
        value = exp.alias_(show(size, ESTIMATE.kind), "v0")
        return compiler.ctes.select(exp.select(value).from_(scanned.name))

    def _compiler(self) -> Compiler:
        return Compiler(self._events, self._tables, self._window, self._fold, compile_plan)


def _columns(query: plan.Plan) -> tuple[plan.Column, ...]:
    if query.estimate:
        return (ESTIMATE,)
    pointed = query.events and all(each.name != PTR.name for each in query.shown)
    return (*query.shown, PTR) if pointed else query.shown


def _value(each: plan.Column, relation: Relation) -> exp.Expr:
    return column("_ptr") if each is PTR else relation.columns[each.id].copy()


def _typed(value: exp.Expr, kind: plan.Kind) -> exp.Expr:
    if kind is not plan.Kind.TIME:
        return value
    return sql(
        f"CASE WHEN :t BETWEEN {FIRST_MS} AND {LAST_MS} THEN epoch_ms(CAST(:t AS BIGINT)) END",
        t=value,
    )
