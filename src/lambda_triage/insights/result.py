"""What a query gives: columns, rows as they are printed, and how much was read for them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from os import PathLike
    from types import TracebackType

    from duckdb import DuckDBPyConnection

    from lambda_triage.insights.duckdb.statement import Statement
    from lambda_triage.insights.plan import Column

Row = tuple[str | None, ...]
_FETCH = 1_000  # rows asked for at a time


class Statistics(Struct, frozen=True):
    """As GetQueryResults counts them; matched are the events that pass the filters."""

    matched: int
    scanned: int
    bytes: int
    groups: int


class Result:
    """Rows are fetched as they are asked for, once; `close` frees what the query holds.

    columns  the result's columns, in order; `@ptr` is the last one where rows are log events
    rows     a tuple for each row: the printed value for each column, None where it is missing
    notes    names of the query that are no field of any event, a sentence each
    """

    def __init__(
        self,
        statement: Statement,
        sql: str,
        connection: DuckDBPyConnection,
        close: Callable[[], None],
    ) -> None:
        self.columns: tuple[Column, ...] = statement.columns
        self.notes: tuple[str, ...] = statement.notes
        self._statement = statement
        self._connection = connection
        self._close = close
        self._statistics: Statistics | None = None
        self._fetched: list[Row] | None = None
        self._running = connection.execute(sql)
        self.rows: Iterator[Row] = self._rows()

    @property
    def statistics(self) -> Statistics:
        """Counted at the first time it is asked for, by reading the events again."""
        if self._statistics is None:
            self._keep()
            asked = self._statement.read().sql("duckdb")
            (counts,) = self._asked(lambda: self._connection.execute(asked).fetchall())
            self._statistics = Statistics(*(int(each or 0) for each in counts))
        return self._statistics

    def write_parquet(self, path: str | PathLike[str]) -> None:
        """All rows, typed: numbers as DOUBLE, times as TIMESTAMP, truths as BOOLEAN."""
        import duckdb

        from lambda_triage.insights.duckdb.refusal import refusal

        self._keep()
        select = self._statement.typed().sql("duckdb")
        target = os.path.abspath(path)  # noqa: PTH100  # DuckDB takes ~x for a folder of a user
        try:
            rows = self._connection.sql(select)
            rows.project(*self._renamed()).write_parquet(target)
        except duckdb.IOException as error:
            why = str(error).splitlines()[0].rpartition(": ")[2].partition('"')[0]  # of the system
            raise InputError(f"{path}: cannot be written: {why}; choose another file") from None
        except duckdb.Error as error:
            raise refusal(error) from None

    def close(self) -> None:
        """Drops rows that were not asked for, and frees the connection, if the query made it."""
        self._fetched = self._fetched or []
        abort = getattr(self._connection, "abort", None)  # since DuckDB 2, which streams
        if abort is not None:
            abort()
        self._close()

    def __enter__(self) -> Result:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _rows(self) -> Iterator[Row]:
        while self._fetched is None:
            batch = self._asked(lambda: self._running.fetchmany(_FETCH))
            if not batch:
                return
            yield from batch
        yield from self._fetched

    def _keep(self) -> None:
        """The connection does one thing at a time: what it still has to give is fetched first."""
        if self._fetched is None:
            self._fetched = self._asked(self._running.fetchall)

    def _asked(self, fetch: Callable[[], list[Row]]) -> list[Row]:
        """DuckDB computes as rows are fetched, so this is where it may fail."""
        import duckdb

        from lambda_triage.insights.duckdb.refusal import refusal

        try:
            return fetch()
        except duckdb.Error as error:
            raise refusal(error) from None

    def _renamed(self) -> list[object]:
        import duckdb

        return [
            duckdb.ColumnExpression(f"v{place}").alias(each.name)
            for place, each in enumerate(self.columns)
        ]
