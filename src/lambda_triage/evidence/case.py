"""DuckDB behind one small door: the evidence at hand, its documents and its gaps."""

from __future__ import annotations

import re
import tempfile
from functools import cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import finalize

try:  # the engine itself: the package around it takes twice as long to import (benchmarks/start.py)
    from _duckdb import connect
except ImportError:
    from duckdb import connect

from lambda_triage.evidence.documents import KINDS
from lambda_triage.evidence.documents.document import whole_before_listed
from lambda_triage.evidence.gap import EVERYTHING, Gap
from lambda_triage.evidence.naming import same
from lambda_triage.evidence.tables import TABLES
from lambda_triage.evidence.views import VIEWS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import numpy as np
    from _duckdb import DuckDBPyConnection as Connection
    from msgspec import Struct

    from lambda_triage.evidence.documents import Document
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.table import Table

    D = TypeVar("D", bound=Document)
    R = TypeVar("R", bound=Struct)

Value = str | int | float | bool | None

MEMORY_LIMIT = "256MB"  # DuckDB's share of the 600 MB that a diagnosis may use
WORD = re.compile(r"[a-z_]{4,}")
_NUMBERS = count(1)
BATCH = 20_000  # rows handed to DuckDB at once
KEPT_ROWS = 1_000  # an answer up to this size is kept for the next who asks
FEW_ROWS = 2_000  # until here a query is run faster than it is optimised


class Case:
    """The evidence at hand. Not safe for use by two threads; one case per diagnosis.

    spill    keep the tables in a file of a temporary folder instead of memory (large inputs)
    threads  how many threads DuckDB may use; answers do not depend on it
    """

    def __init__(self, *, spill: bool = False, threads: int = 1) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="lambda-triage-") if spill else None
        if self._folder:
            self._db = _file(Path(self._folder.name), threads)
            self._given_back: Callable[[], object] = finalize(self, self._db.close)
        else:
            name = f"case_of_memory_{next(_NUMBERS)}"
            self._db = _memory(name, threads)
            self._given_back = finalize(self, _detach, self._db, name)
        self._db.execute("PRAGMA disable_optimizer")
        self._optimised = False
        self._rows = 0
        self._settled = False
        self._answers: dict[tuple[str, tuple[tuple[str, Value], ...]], list[Any]] = {}
        self._views = {view.name: view.sql for view in VIEWS}
        self.inputs: list[str] = []
        self.begin_us: int | None = None  # of the window that was asked for, where one was
        self.functions: list[FunctionConfiguration] = []
        self._gaps = {Gap(table.name, EVERYTHING, "not collected") for table in TABLES}
        self._gaps.add(Gap("functions", EVERYTHING, "not collected"))
        self._gaps |= {Gap(kind.KIND, EVERYTHING, "not collected") for kind in KINDS}
        self._documents: dict[str, list[Document]] = {}
        self._db.execute(";".join(_definition(table) for table in TABLES))

    def close(self) -> None:
        """Give the memory and the temporary folder back."""
        self._given_back()
        if self._folder:
            self._folder.cleanup()

    def __enter__(self) -> Case:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def add(self, table: Table, rows: Iterable[Mapping[str, Value]]) -> None:
        """Append rows; a column that a row lacks is NULL. Closes no resource's own gap."""
        self._seen(table.name)
        batch: list[Mapping[str, Value]] = []
        for row in rows:
            batch.append(row)
            if len(batch) == BATCH:
                self._insert(table, batch)
                batch = []
        if batch:
            self._insert(table, batch)

    def append(
        self,
        table: Table,
        columns: Mapping[str, np.ndarray],
        select: str,
        **lists: list[str | None],
    ) -> None:
        """Append columns without a Python value per row.

        select  names or computes each column of the table out of *columns* and the *lists*
        """
        self._seen(table.name)
        self._grow(max(map(len, columns.values()), default=0))
        self._db.register("incoming", dict(columns))
        self._db.execute(f'INSERT INTO "{table.name}" BY NAME SELECT {select} FROM incoming', lists)
        self._db.unregister("incoming")

    def add_function(self, function: FunctionConfiguration) -> None:
        """Keep one function's configuration."""
        self._seen("functions")
        self.functions.append(function)

    def function(self, resource: str) -> FunctionConfiguration | None:
        """The configuration of one function, if it was given."""
        return next((f for f in self.functions if f.resource == resource), None)

    def add_documents(self, kind: type[D], documents: Iterable[D]) -> None:
        """Keep documents of one kind; none at all says that AWS answered with none."""
        self._seen(kind.KIND)
        self._documents.setdefault(kind.KIND, []).extend(documents)

    def documents(self, kind: type[D]) -> tuple[D, ...]:
        """All documents of one kind, in the order of their resources, then of reading.

        What a list tells in part yields to the answer that tells the whole of the same thing.
        """
        found = whole_before_listed(self._documents.get(kind.KIND, ()))
        return tuple(sorted((d for d in found if isinstance(d, kind)), key=lambda d: d.resource))

    def document(self, kind: type[D], resource: str) -> D | None:
        """The document of one resource, by ARN, id or name; None when there is none or several."""
        found = self.documents(kind)
        exact = [d for d in found if d.resource == resource]
        named = exact or [d for d in found if same(d.resource, resource)]
        told = {d.resource for d in named}
        return named[-1] if named and len(told) == 1 else None

    def miss(self, table: str, resource: str, reason: str, collect: str = "") -> None:
        """Record that evidence about one resource is missing, and what would bring it."""
        self._seen(table)
        self._gaps.add(Gap(table, resource, reason, collect))

    def gaps(self, tables: Iterable[str] | None = None) -> tuple[Gap, ...]:
        """What is missing of these tables or documents, or of all, in order."""
        wanted = None if tables is None else set(tables)
        return tuple(sorted(gap for gap in self._gaps if wanted is None or gap.table in wanted))

    def settle(self) -> None:
        """Say that the tables are complete: from now on a view is computed only once."""
        self._settled = True

    def rows(self, sql: str, row: type[R], /, **params: Value) -> Iterator[R]:
        """Run *sql*; its columns must be exactly the fields of *row*, in order."""
        key = (sql, tuple(sorted(params.items())))
        found = self._answers.get(key)
        if found is None:
            found = self._answer(sql, row, params)
            if self._settled and len(found) <= KEPT_ROWS:
                self._answers[key] = found
        return (row(*values) for values in found)

    def _answer(self, sql: str, row: type[R], params: Mapping[str, Value]) -> list[Any]:
        self._keep_views(sql)
        answer = self._db.execute(sql, dict(params))
        names = [column[0] for column in answer.description or ()]
        wanted = list(row.__struct_fields__)
        if names != wanted:
            raise TypeError(f"query gives {names}, {row.__qualname__} wants {wanted}")
        return answer.fetchall()

    def execute(self, sql: str, **params: Value | list[int]) -> list[tuple[Value, ...]]:
        """Run *sql* for its effect or its plain values; for the builders of evidence only."""
        self._keep_views(sql)
        return self._db.execute(sql, params).fetchall()

    def _keep_views(self, sql: str) -> None:
        """Make the views that *sql* names, those that they name first: tables once settled."""
        for name in sorted(set(WORD.findall(sql)) & self._views.keys()):
            view = self._views.pop(name)
            self._keep_views(view)
            if self._settled:
                self._db.execute(f'DROP VIEW IF EXISTS "{name}"; CREATE TABLE "{name}" AS {view}')
            else:
                self._db.execute(f'CREATE OR REPLACE VIEW "{name}" AS {view}')
                self._views[name] = view

    def _seen(self, table: str) -> None:
        self._gaps.discard(Gap(table, EVERYTHING, "not collected"))

    def _grow(self, rows: int) -> None:
        self._rows += rows
        if self._rows > FEW_ROWS and not self._optimised:
            self._optimised = True
            self._db.execute("PRAGMA enable_optimizer")

    def _insert(self, table: Table, rows: Sequence[Mapping[str, Value]]) -> None:
        self._grow(len(rows))
        names = [name for name in table.columns if any(name in row for row in rows)]
        lists = ", ".join(f"unnest(?::{table.columns[name].type}[])" for name in names)
        columns = ", ".join(f'"{name}"' for name in names)
        values = [[row.get(name) for row in rows] for name in names]
        self._db.execute(f'INSERT INTO "{table.name}" ({columns}) SELECT {lists}', values)


def _file(folder: Path, threads: int) -> Connection:
    """A database in a folder of its own, within MEMORY_LIMIT."""
    db = connect(
        str(folder / "case.duckdb"),
        config={
            **_settings(threads),
            "memory_limit": MEMORY_LIMIT,
            "temp_directory": str(folder),
            "preserve_insertion_order": False,  # every read orders its rows itself
        },
    )
    db.execute("SET enable_external_access=false")
    db.execute("PRAGMA disable_checkpoint_on_shutdown")  # the file is thrown away
    return db


def _memory(name: str, threads: int) -> Connection:
    """A database in memory, beside those of other cases in one engine; it goes with the case."""
    db = _engine(threads).cursor()
    db.execute(f"ATTACH ':memory:' AS {name}; USE {name}")
    return db


def _detach(db: Connection, name: str) -> None:
    """Let go of a case's database, and of all that is in it; the engine stays."""
    db.execute(f"USE memory; DETACH {name}")
    db.close()


@cache
def _engine(threads: int) -> Connection:
    """The engine of this process: making one takes longer than many a small case."""
    db = connect(":memory:", config=_settings(threads))
    db.execute("SET enable_external_access=false")
    return db


def _settings(threads: int) -> dict[str, str | bool | int | float | list[str]]:
    return {
        "threads": threads,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }


def _definition(table: Table) -> str:
    columns = ", ".join(f'"{name}" {column.type}' for name, column in table.columns.items())
    return f'CREATE TABLE "{table.name}" ({columns})'
