"""A query becomes a plan: rules of order, then command by command, then what is shown of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.insights.bind import rules, sources
from lambda_triage.insights.bind.commands import BIND
from lambda_triage.insights.bind.needs import used_columns
from lambda_triage.insights.bind.rows import Ids, Rows
from lambda_triage.insights.error import QueryError
from lambda_triage.insights.plan import Limit, Plan, Scan

if TYPE_CHECKING:
    from lambda_triage.insights.bind.clock import Clock
    from lambda_triage.insights.tree import Query

DEFAULT_LIMIT = 10_000  # user guide, "limit"


def bind(query: Query, clock: Clock) -> Plan:
    """Bind a parsed query. Raises QueryError."""
    rows = Rows(query.text, clock, Ids(query.text))
    _commands(query, rows)
    if not rows.limited and not rows.estimate:
        rows.stages.append(Limit(DEFAULT_LIMIT, rows.order))
    return _plan(rows)


def nested(query: Query, outer: Rows) -> Plan:
    """The plan of a subquery, which sees nothing of the query around it."""
    if outer.nested:
        raise QueryError("a subquery holds no other subquery", outer.text, query.span)
    rows = Rows(outer.text, outer.clock, outer.ids, nested=True)
    _commands(query, rows)
    return _plan(rows)


def _commands(query: Query, rows: Rows) -> None:
    rules.check(query, rows.text, nested=rows.nested)
    if query.source is not None:
        sources.source(query.source, rows)
    for command in query.commands:
        rows.fresh = set()
        BIND[type(command)](command, rows)


def _plan(rows: Rows) -> Plan:
    shown = rows.shown()
    stages = tuple(each() if callable(each) else each for each in rows.stages)
    used = rows.needed | used_columns((stages, shown, rows.order))
    fields = tuple(each for each in rows.fields.values() if each.column.id in used)
    return Plan(Scan(fields, rows.groups), stages, shown, rows.order, rows.events, rows.estimate)
