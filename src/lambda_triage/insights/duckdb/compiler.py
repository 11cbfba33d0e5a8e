"""What every stage needs to become SQL: names, expressions, orders, and other plans inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from lambda_triage.insights import plan
from lambda_triage.insights.duckdb import expressions, natural
from lambda_triage.insights.duckdb.fields import BITS, scan_fields
from lambda_triage.insights.duckdb.gathering import gathered
from lambda_triage.insights.duckdb.prefilter import lowest, needed
from lambda_triage.insights.duckdb.printed import printed
from lambda_triage.insights.duckdb.relation import (
    Ctes,
    Relation,
    ascending,
    column,
    descending,
)
from lambda_triage.insights.duckdb.template import sql
from lambda_triage.insights.events import WORD_BITS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lambda_triage.insights.duckdb.tables import Tables
    from lambda_triage.insights.events import Events
    from lambda_triage.insights.fold import Group

Columns = dict[str, exp.Expr]
MESSAGE = "@message"  # id of its column


class Compiler:
    """One statement in the making.

    window  first and last millisecond of the events, both inclusive, None where open
    """

    def __init__(
        self,
        events: Events,
        tables: Tables,
        window: tuple[int | None, int | None],
        fold: Callable[[plan.Plan], list[Group]],
        compile_plan: Callable[[plan.Plan, Compiler], Relation],
    ) -> None:
        self.events = events
        self.tables = tables
        self.window = window
        self.fold = fold
        self.ctes = Ctes()
        self._compile_plan = compile_plan
        self._messages: dict[str, exp.Expr] = {}  # by relation that has bits for their words

    def rows(self, query: plan.Plan) -> Relation:
        """The rows of another plan."""
        return self._compile_plan(query, self)

    def scan(self, query: plan.Plan) -> Relation:
        """The events of the window, with the fields that the plan uses."""
        fields = query.scan.fields
        names = self.ctes.fresh([each.column.id for each in fields])
        select = scan_fields(query.scan, self.events, self.window, names)
        ties = (descending(column("_t")), ascending(column("_n")))
        columns = {each: column(name) for each, name in names.items()}
        relation = Relation(self.ctes.add(select), columns, ties, time=True)
        if WORD_BITS in self.events.columns and MESSAGE in columns:
            self._messages[relation.name] = columns[MESSAGE]
        return relation

    def sql(self, value: plan.Expr, columns: Mapping[str, exp.Expr]) -> exp.Expr:
        """A value as SQL; values within other plans become subqueries."""
        inner: dict[str, exp.Expr] = {}
        outer = self._without_within(gathered(value), columns, inner)
        return expressions.sql(outer, {**columns, **inner})

    def truth(self, value: plan.Expr, columns: Mapping[str, exp.Expr]) -> exp.Expr:
        """A condition; missing counts as false where it stands in WHERE."""
        condition = plan.Apply(
            "not", (plan.Apply("not", (value,), plan.Kind.TRUTH),), plan.Kind.TRUTH
        )
        return self.sql(value if value.kind is plan.Kind.TRUTH else condition, columns)

    def words(self, value: plan.Expr, draft: Draft) -> list[exp.Expr]:
        """What holds of an event's words if a condition does: told without the message."""
        message = self._messages.get(draft.relation.name)
        if message is None:
            return []
        bits = needed(value, lambda each: draft.columns[each.column.id] == message)
        return [sql(f"{BITS} >= {lowest(bits)}"), sql(f"({BITS} & {bits}) <> 0")] if bits else []

    def printed(self, value: plan.Expr, columns: Mapping[str, exp.Expr]) -> exp.Expr:
        """The printed text of a value."""
        return printed(self.sql(value, columns), value.kind)

    def order(
        self, order: plan.Order, columns: Mapping[str, exp.Expr], relation: Relation
    ) -> list[exp.Ordered]:
        """ORDER BY of an order, ties as the rows came."""
        keys = [
            (descending if key.descending else ascending)(part)
            for key in order
            for part in natural.order_keys(self.sql(key.value, columns), key.value.kind)
        ]
        whole = (*relation.lead, *keys, *relation.ties)
        first = {each.this: each for each in reversed(whole)}  # a key again decides nothing
        return [each.copy() for each in dict.fromkeys(whole) if first[each.this] is each]

    def _without_within(
        self,
        value: plan.Expr,
        columns: Mapping[str, exp.Expr],
        inner: dict[str, exp.Expr],
    ) -> plan.Expr:
        """The value, each `Within` replaced by a column that stands for its SQL."""
        if isinstance(value, plan.Within):
            name = f"\0{len(inner)}"
            inner[name] = self._within(value, columns)
            return plan.Ref(plan.Column(name, name, plan.Kind.TRUTH))
        if isinstance(value, plan.Apply):
            args = tuple(self._without_within(arg, columns, inner) for arg in value.args)
            return plan.Apply(value.function, args, value.kind)
        return value

    def _within(self, value: plan.Within, columns: Mapping[str, exp.Expr]) -> exp.Expr:
        """Equality as by `=`: numbers as numbers, else printed texts; missing is in no list.

        A map or list is there, but equal to nothing.
        """
        found = self.rows(value.plan)
        (shown,) = value.plan.shown
        choices = exp.select(self._comparable(plan.Ref(shown), found.columns).as_("k"))
        choices = choices.from_(found.name)
        present = (
            exp.select(column("k")).from_(choices.subquery("choices")).where(sql("k IS NOT NULL"))
        )
        key = self._comparable(value.value, columns)
        if value.value.kind is plan.Kind.JSON:
            key = sql("CASE WHEN :v IS NOT NULL THEN '' END", v=self.sql(value.value, columns))
        among = exp.In(this=key, query=present.subquery())
        return sql("CASE WHEN :key IS NOT NULL THEN :among END", key=key, among=among)

    def _comparable(self, value: plan.Expr, columns: Mapping[str, exp.Expr]) -> exp.Expr:
        if value.kind is plan.Kind.JSON:
            return exp.cast(exp.null(), "VARCHAR")
        number = plan.Apply("toNumber", (value,), plan.Kind.NUMBER)
        return sql(
            "coalesce('n' || CAST(:number + 0 AS VARCHAR), 't' || :text)",  # -0 is 0
            number=self.sql(number, columns),
            text=self.printed(value, columns),
        )


class Draft:
    """One SELECT in the making, over a relation."""

    def __init__(self, relation: Relation) -> None:
        self.relation = relation
        self.columns: Columns = dict(relation.columns)
        self.where: list[exp.Expr] = []
        self.qualify: exp.Expr | None = None
        self.order: list[exp.Ordered] = []
        self.limit: int | None = None

    def finish(self, compiler: Compiler) -> Relation:
        """The SELECT as a relation: all columns before, and the new ones."""
        new = {each: value for each, value in self.columns.items() if self._is_new(each)}
        names = compiler.ctes.fresh(new)
        select = exp.select("*", *(exp.alias_(new[each], names[each]) for each in new))
        select = self.filtered(select)
        columns = {**self.relation.columns, **{each: column(name) for each, name in names.items()}}
        relation = self.relation
        return Relation(
            compiler.ctes.add(select), columns, relation.ties, relation.time, relation.lead
        )

    def filtered(self, select: exp.Select) -> exp.Select:
        """FROM, WHERE and whatever comes after the columns."""
        select = select.from_(self.relation.name)
        if self.where:
            select = select.where(*self.where)
        if self.qualify is not None:
            select.set("qualify", exp.Qualify(this=self.qualify))
        if self.limit is not None:
            select = select.order_by(*self.order).limit(self.limit)
        return select

    def _is_new(self, each: str) -> bool:
        return each not in self.relation.columns
