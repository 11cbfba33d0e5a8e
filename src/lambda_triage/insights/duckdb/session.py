"""A connection that is fit for a query: bounded in memory, silent, with the functions in Python."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import duckdb
from duckdb.func import FunctionNullHandling
from msgspec import structs

from lambda_triage.insights.duckdb.discovered import discovered
from lambda_triage.insights.duckdb.embedded import embedded
from lambda_triage.insights.duckdb.fields import HARD
from lambda_triage.insights.duckdb.patterns import PATTERN, SEVERITY
from lambda_triage.insights.duckdb.refusal import MEMORY, refusal
from lambda_triage.insights.duckdb.relevance import DISCOVERED
from lambda_triage.insights.duckdb.settings import settings
from lambda_triage.insights.duckdb.statement import Statement
from lambda_triage.insights.duckdb.tables import Tables
from lambda_triage.insights.events import Events, read
from lambda_triage.insights.pattern import pattern, severity
from lambda_triage.insights.result import Result

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lambda_triage.insights.events import Source
    from lambda_triage.insights.plan import Plan

_FUNCTIONS: Mapping[str, Callable[[str], str | None]] = {
    HARD: embedded,
    DISCOVERED: discovered,
    PATTERN: pattern,
    SEVERITY: severity,
}


class Session:
    """The connection of one query: its own, or that of the events."""

    def __init__(self, source: Source) -> None:
        self._own = not isinstance(source, Events)
        self._connection = source.connection if isinstance(source, Events) else _connect()
        self._functions: list[str] = []
        self._tables: list[Tables] = []
        try:
            _complete(self._connection)
            settings(self._connection)
            self._events = read(source, self._connection)
        except BaseException:
            self.close()
            raise

    def result(
        self,
        query: Plan,
        window: tuple[int | None, int | None],
        tables: Mapping[str, str | Path],
        groups: Mapping[str, str],
        *,
        folded: bool,
    ) -> Result:
        """Run the plan."""
        statement = self.statement(query, window, tables, groups, folded=folded)
        sql = statement.printed().sql("duckdb")
        self._define(sql)
        try:
            return Result(statement, sql, self._connection, self.close)
        except duckdb.Error as error:
            raise refusal(error) from None

    def statement(
        self,
        query: Plan,
        window: tuple[int | None, int | None],
        tables: Mapping[str, str | Path],
        groups: Mapping[str, str],
        *,
        folded: bool,
    ) -> Statement:
        """The SQL of the plan."""
        all_groups = (*self._events.groups, *groups.items())
        events = structs.replace(self._events, groups=all_groups)
        given = Tables(tables, self._connection)
        self._tables.append(given)
        return Statement(query, events, given, window, folded=folded)

    def close(self) -> None:
        """Functions in Python are taken back, else they outlive the interpreter's own end."""
        for name in self._functions:
            self._connection.remove_function(name)
        for each in self._tables:
            each.close()
        self._functions, self._tables = [], []
        if self._own:
            self._connection.close()

    def _define(self, sql: str) -> None:
        """Give the connection the functions in Python that the statement calls."""
        called = sql.lower()  # sqlglot writes functions in capitals
        for name, function in _FUNCTIONS.items():
            if name in called and not self._has(name):
                self._connection.create_function(
                    name,
                    _optional(function),
                    ["VARCHAR"],
                    "VARCHAR",
                    null_handling=FunctionNullHandling.SPECIAL,
                )
                self._functions.append(name)

    def _has(self, function: str) -> bool:
        """Whether another query has given it to this connection; asking takes 15 ms."""
        if self._own or self._events.alone:
            return False
        asked = "SELECT 1 FROM duckdb_functions() WHERE function_name = ?"
        return bool(self._connection.execute(asked, [function]).fetchall())


def _complete(connection: duckdb.DuckDBPyConnection) -> None:
    """Since DuckDB 2 a connection runs one statement at a time: its owner's last one first."""
    complete = getattr(connection, "complete", None)
    if complete is not None:
        complete()


def _optional(function: Callable[[str], str | None]) -> Callable[[str | None], str | None]:
    """Missing stays missing, and may be an answer, which DuckDB allows where it passes it in."""
    return lambda value: None if value is None else function(value)


def _connect() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    spill = Path(tempfile.gettempdir()) / f"lambda-triage-{uuid4()}"  # made and removed by DuckDB
    connection.execute(f"SET memory_limit = '{MEMORY}'")
    connection.execute("SET temp_directory = ?", [str(spill)])
    return connection
