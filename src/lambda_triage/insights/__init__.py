"""The CloudWatch Logs Insights query language over any log events: text → tree → plan → DuckDB.

>>> from lambda_triage.insights import query
>>> events = [{"timestamp": 0, "message": "a"}, {"timestamp": 60_000, "message": "b"}]
>>> with query("stats count(*) as n, max(@message) as last", events) as result:
...     list(result.rows)
[('2', 'b')]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.insights.error import QueryError
from lambda_triage.insights.result import Result

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from lambda_triage.insights.events import Source

__all__ = ["QueryError", "Result", "explain", "query"]


def query(
    text: str,
    source: Source,
    *,
    start_ms: int | None = None,
    end_ms: int | None = None,
    now_ms: int | None = None,
    tables: Mapping[str, str | Path] | None = None,
    groups: Mapping[str, str] | None = None,
) -> Result:
    """Run a query over log events.

    source   mappings with timestamp (ms) and message, and logStream, log, ingestionTime where
             known; or anything that speaks Arrow; or Parquet files; or Events of a connection
    start_ms, end_ms  the window, both inclusive
    now_ms   what now() says; the time of the call where it is not given
    tables   CSV files for lookup, by name
    groups   relations of the source's connection, by the name that SOURCE gives them

    Raises QueryError where the query cannot be understood, InputError where the source cannot be
    read, UsageError where it names a lookup table that is not there.
    """
    from lambda_triage.insights.run import plan_of, run

    window = (start_ms, end_ms)
    plan = plan_of(text, window, now_ms)
    return run(plan, source, window=window, tables=tables, groups=groups)


def explain(text: str, *, tables: Mapping[str, str | Path] | None = None) -> str:
    """The plan of a query, and the SQL that runs it. Raises QueryError."""
    from lambda_triage.insights.run import explain_plan, plan_of

    return explain_plan(plan_of(text), tables)
