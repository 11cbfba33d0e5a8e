"""A query from its text to its result: parse, bind, run."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from lambda_triage.insights.bind import Clock, bind, describe
from lambda_triage.insights.parse import parse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from lambda_triage.insights.events import Source
    from lambda_triage.insights.plan import Plan
    from lambda_triage.insights.result import Result

Window = tuple[int | None, int | None]


def plan_of(text: str, window: Window = (None, None), now_ms: int | None = None) -> Plan:
    """The bound plan of a query. Raises QueryError."""
    now = int(time.time() * 1000) if now_ms is None else now_ms
    return bind(parse(text), Clock(now, *window))


def run(
    query: Plan,
    source: Source,
    *,
    window: Window = (None, None),
    tables: Mapping[str, str | Path] | None = None,
    groups: Mapping[str, str] | None = None,
    folded: bool = True,
) -> Result:
    """Run a plan; folded: False runs every stage as a SELECT of its own, for the same rows."""
    from lambda_triage.insights.duckdb.session import Session

    session = Session(source)
    try:
        return session.result(query, window, tables or {}, groups or {}, folded=folded)
    except BaseException:
        session.close()
        raise


def explain_plan(query: Plan, tables: Mapping[str, str | Path] | None = None) -> str:
    """The plan, and the SQL that runs it over a relation `events`."""
    from lambda_triage.insights.duckdb.session import Session

    with_session = Session([])
    try:
        statement = with_session.statement(query, (None, None), tables or {}, {}, folded=True)
        sql = statement.printed().sql("duckdb", pretty=True)
    finally:
        with_session.close()
    return f"{describe(query)}\n\n{sql}\n"
