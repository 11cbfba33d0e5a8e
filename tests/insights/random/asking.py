"""The engine on one connection: the same plan folded, then stage by stage."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import duckdb

from lambda_triage.insights.events import Events
from lambda_triage.insights.fold import fold, unfolded
from lambda_triage.insights.run import plan_of
from lambda_triage.insights.run import run as run_plan
from tests.insights.random.pipelines import TABLE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lambda_triage.insights.plan import Plan

NOW = 1_700_000_000_500
WINDOW = (None, None)
_COLUMNS = "n BIGINT, time_ms BIGINT, ingested_ms BIGINT, message VARCHAR, stream VARCHAR, log VARCHAR, place VARCHAR"


class Asking:
    """A connection that is made once, and the table `t` of lookup."""

    def __init__(self, folder: Path) -> None:
        self._table = folder / "t.csv"
        with self._table.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(TABLE)
        header, *rows = TABLE
        self.tables = {"t": [dict(zip(header, row, strict=True)) for row in rows]}
        self._connection = duckdb.connect()
        self._connection.execute("SET threads = 1")
        self._connection.execute(f"CREATE TABLE events ({_COLUMNS})")

    def __enter__(self) -> Asking:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def plan(self, query: str) -> Plan:
        return plan_of(query, WINDOW, NOW)

    def rows(self, plan: Plan, log: list[dict[str, Any]]) -> Iterator[list[tuple[str | None, ...]]]:
        """Of the folded plan, then of the unfolded one where it is another; without @ptr."""
        self._connection.execute("DELETE FROM events")
        for n, event in enumerate(log):
            values = [
                event.get(each)
                for each in ("timestamp", "ingestionTime", "message", "logStream", "log", "ptr")
            ]
            self._connection.execute(
                "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)", [n, *values]
            )
        for folded in (True, False) if fold(plan) != unfolded(plan) else (True,):
            events = Events("events", self._connection)
            with run_plan(plan, events, tables={"t": self._table}, folded=folded) as result:
                yield [row[: len(plan.shown)] for row in result.rows]
