"""Events in columns: record batches → Parquet parts or a table, and these → the relation of events.

`n` is the number of the job that read the event, the number of the part within it, and the row, so
that parts can be written in any order, by several processes. Lambda's fields are computed when a
part is written: by columns where the line's form is certain, else by the same SQL that reads them
from a message.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from lambda_triage.insights.events import COMPUTED, WORD_BITS, Events

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection
    from nanoarrow.c_array import CArray
    from sqlglot import exp

Database: TypeAlias = "DuckDBPyConnection"  # for those who may not open one
ROW_BITS, PART_BITS = 32, 12  # of `n`: the row of a part, the part of a job
MEMORY = "400MB"  # of the query; the readers beside it have less, so that all stay below 600 MB
ROWS = 122_880  # of a row group; DuckDB's own
FEW = 4_096  # different values of a column in a row group that are worth a dictionary
READERS = (  # modules that decide what is in a part
    ("lambda_triage.scan", "every_event.py"),
    ("lambda_triage.scan", "events.py"),
    ("lambda_triage.scan", "lambda_fields.py"),
    ("lambda_triage.scan", "plain.py"),
    ("lambda_triage.insights", "batches.py"),
    ("lambda_triage.insights", "columnar.py"),
    ("lambda_triage.insights", "word_bits.py"),
    ("lambda_triage.insights", "words.py"),
    ("lambda_triage.insights.duckdb", "lambda_fields.py"),
)
_STORED = ("n", "time_ms", "message", "stream", "log", "input", "line", WORD_BITS)
# Of the computed columns, those that are dear to find and small to keep; request ids are neither.
KEPT = (
    "type", "duration", "billed_duration", "init_duration", "memory_size", "max_memory_used",
)  # fmt: skip
_RELATION = ("n", "time_ms", "message", "stream", "log")
_CERTAIN = "kind"  # column of the batches that gives the type


class Part(Struct, frozen=True):
    """Where some events are, and what `place` needs to know of them.

    before   lines of the input before the range that the job read
    last_ms  time of the last event; None where no event has one
    """

    job: int
    path: str
    rows: int
    before: int = 0
    last_ms: int | None = None


def numbered(job: int, part: int) -> int:
    """`n` of the first row of a part."""
    return (job << PART_BITS | part) << ROW_BITS


@cache
def _writer() -> DuckDBPyConnection:
    """A database that holds nothing, once in a process."""
    import duckdb

    connection = duckdb.connect(config={"threads": 1, "memory_limit": "256MB"})
    connection.execute("SET preserve_insertion_order = false")  # one thread keeps it by itself
    return connection


def open_writer() -> DuckDBPyConnection:
    """A connection for the thread that asks; each writes by itself."""
    return _writer().cursor()


def open_reader(scratch: Path, threads: int) -> DuckDBPyConnection:
    """The database that queries run in; what does not fit into memory goes to *scratch*."""
    import duckdb

    config: dict[str, str | bool | int | float | list[str]] = {
        "threads": threads,
        "memory_limit": MEMORY,
        "temp_directory": str(scratch),
    }
    return duckdb.connect(config=config)


def recipe() -> str:
    """What parts are made with: the same as long as the code that reads lines is the same."""
    from hashlib import blake2b
    from importlib.resources import files

    made = blake2b(digest_size=8)
    for package, module in READERS:
        made.update(files(package).joinpath(module).read_bytes())
    return made.hexdigest()


def write_part(
    connection: DuckDBPyConnection, batches: Sequence[CArray], path: Path, select: str
) -> None:
    """The batches as one Parquet file; *select* is what `computing` or `certain` gives."""
    _register(connection, batches)
    target = str(path).replace("'", "''")
    connection.execute(
        f"COPY ({select}) TO '{target}'"
        f" (FORMAT parquet, COMPRESSION lz4_raw, ROW_GROUP_SIZE {ROWS},"
        f" DICTIONARY_SIZE_LIMIT {FEW})"
    )
    connection.unregister("batches")


def add_rows(
    connection: DuckDBPyConnection, batches: Sequence[CArray], table: str, select: str
) -> None:
    """The batches as rows of a table, which is made where it is not there."""
    _register(connection, batches)
    known = connection.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE table_name = ?", [table]
    ).fetchall()
    if known[0][0]:
        connection.execute(f"INSERT INTO {table} {select}")
    else:
        connection.execute(f"CREATE TEMP TABLE {table} AS {select}")
    connection.unregister("batches")


def _register(connection: DuckDBPyConnection, batches: Sequence[CArray]) -> None:
    import nanoarrow as na
    from nanoarrow.c_array_stream import CArrayStream

    from lambda_triage.insights.batches import SCHEMA

    stream = CArrayStream.from_c_arrays(list(batches), na.c_schema(na.struct(SCHEMA)))
    connection.register("batches", na.ArrayStream(stream))


@cache
def certain() -> str:
    """The SELECT over batches whose columns are all that their messages tell."""
    columns = (f"{_type()} AS type" if name == "type" else name for name in KEPT)
    return f"SELECT {', '.join((*_STORED, *columns))} FROM batches"


@cache
def computing() -> str:
    """The SELECT over the batches that adds what their columns leave open."""
    from sqlglot import exp

    from lambda_triage.insights.duckdb.lambda_fields import LAMBDA
    from lambda_triage.insights.duckdb.template import sql

    columns: list[exp.Expr] = [exp.column(name) for name in _STORED]
    for name in KEPT:
        value = sql(
            f"CASE WHEN sure = 0 THEN CAST(:told AS {COMPUTED[name]}) ELSE :known END",
            told=LAMBDA[name](exp.column("message")),
            known=_known(name),
        )
        columns.append(exp.alias_(value, name, copy=False))
    return exp.select(*columns, copy=False).from_("batches").sql("duckdb")


def _known(name: str) -> exp.Expr:
    from sqlglot import exp

    from lambda_triage.insights.duckdb.template import sql

    return sql(_type()) if name == "type" else exp.column(name)


def _type() -> str:
    from lambda_triage.scan.row import Kind

    kinds = (Kind.INIT_START, Kind.START, Kind.END, Kind.REPORT)
    cases = " ".join(f"WHEN {int(kind)} THEN '{kind.name}'" for kind in kinds)
    return f"CASE {_CERTAIN} {cases} END"


def relation(
    connection: DuckDBPyConnection,
    given: str | Sequence[Part],
    names: Sequence[str],
    groups: Mapping[str, Sequence[int]],
) -> Events:
    """The relation `events` over a table or over parts.

    names   of the inputs, for `place`
    groups  inputs by a name that SOURCE may give them where their log group is unknown
    """
    from sqlglot import exp

    parts = () if isinstance(given, str) else given
    columns = [
        *(exp.column(name) for name in _RELATION),
        exp.alias_(exp.cast(exp.null(), "BIGINT"), "ingested_ms"),
        exp.alias_(_place(names, parts), "place"),
        *(exp.column(name) for name in KEPT),
        *([exp.column(WORD_BITS)] if parts else []),
    ]
    source: exp.Expr = exp.to_table("stored") if parts else exp.to_table(str(given))
    if parts:
        paths = exp.Array(expressions=[exp.Literal.string(part.path) for part in parts])
        # A folder named `type=x` above them is no column.
        apart = exp.EQ(this=exp.to_identifier("hive_partitioning"), expression=exp.false())
        read = exp.select("*").from_(exp.Anonymous(this="read_parquet", expressions=[paths, apart]))
        _view(connection, "stored", read)
    _view(connection, "events", exp.select(*columns).from_(source))
    found = []
    for number, (name, inputs) in enumerate(sorted(groups.items())):
        own = (
            exp.select(*columns).from_(source).where(exp.column("input").isin(*sorted(set(inputs))))
        )
        _view(connection, f"events_{number}", own)
        found.append((name, f"events_{number}"))
    kept = (*KEPT, WORD_BITS) if parts else KEPT  # in tables nobody looked for words
    return Events("events", connection, frozenset(kept), tuple(found), alone=True)


def _view(connection: DuckDBPyConnection, name: str, select: exp.Select) -> None:
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {select.sql('duckdb')}")


def _place(names: Sequence[str], parts: Sequence[Part]) -> exp.Expr:
    """`orders.log:1203`, or `events.json events[17]` for an event of a container."""
    from sqlglot import exp

    from lambda_triage.insights.duckdb.template import integer, sql, texts

    before = [0] * (1 + max((part.job for part in parts), default=-1))
    for part in parts:
        before[part.job] = part.before
    counted = sql(
        f"line + list_extract(:before, (n >> {ROW_BITS + PART_BITS}) + 1)",
        before=exp.Array(expressions=[integer(lines) for lines in before]),
    )
    return sql(
        """
        CASE
            WHEN line < 0 THEN concat(list_extract(:names, input + 1), ' events[', -1 - line, ']')
            ELSE concat(list_extract(:names, input + 1), ':', :line)
        END
        """,
        names=texts(list(names)),
        line=counted if any(before) else exp.column("line"),
    )


def log_groups(events: Events) -> tuple[str, ...]:
    """Names of the log groups that the events tell, in order."""
    rows = events.connection.execute(
        f"SELECT DISTINCT log[strpos(log, ':') + 1:] AS name FROM {events.relation}"
        " WHERE log IS NOT NULL ORDER BY name"
    ).fetchall()
    return tuple(str(name) for (name,) in rows)


def rewrite_texts(path: Path, text: Callable[[str, str], str]) -> None:
    """Every text of a Parquet file once more: *text* is given the column's name and the value."""
    from functools import partial

    import duckdb

    connection = duckdb.connect()
    try:
        path = path.absolute()  # DuckDB takes ~x for a folder of a user
        file = connection.read_parquet(str(path), hive_partitioning=False)
        columns = []
        for number, (name, kind) in enumerate(zip(file.columns, file.types, strict=True)):
            column = duckdb.ColumnExpression(name)
            if str(kind) == "VARCHAR":
                shown = f"shown_{number}"
                connection.create_function(shown, partial(text, name), ["VARCHAR"], "VARCHAR")
                columns.append(duckdb.FunctionExpression(shown, column).alias(name))
            else:
                columns.append(column)
        new = path.with_name(path.name + ".new")
        file.project(*columns).write_parquet(str(new))
        new.replace(path)
    finally:
        connection.close()
