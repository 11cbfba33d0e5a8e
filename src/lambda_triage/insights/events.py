"""The log events that a query reads: a relation of an open connection, made from what was given.

n            BIGINT   source order, unique
time_ms      BIGINT   event time; missing where the log has none
ingested_ms  BIGINT
message      VARCHAR  never missing; its lines joined by \\n
stream       VARCHAR
log          VARCHAR  account:group
place        VARCHAR  where it was read, for @ptr
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from os import PathLike, fspath
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from msgspec import Struct

from lambda_triage.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import nanoarrow
    from duckdb import DuckDBPyConnection
    from sqlglot import exp

_BATCH = 20_000  # events turned into one Arrow batch
_NAMES: Mapping[str, tuple[str, ...]] = {
    "time_ms": ("time_ms", "timestamp", "@timestamp"),
    "ingested_ms": ("ingested_ms", "ingestionTime", "@ingestionTime"),
    "message": ("message", "@message"),
    "stream": ("stream", "logStream", "logStreamName", "@logStream"),
    "log": ("log", "@log"),
    "place": ("place", "ptr", "@ptr"),
}
_NUMBERS = ("time_ms", "ingested_ms")
_NUMERIC = (  # kinds that DOUBLE holds
    "DECIMAL", "FLOAT", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT",
    "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT",
)  # fmt: skip
COMPUTED: Mapping[str, str] = {
    "type": "VARCHAR",
    "request_id": "VARCHAR",
    "duration": "DOUBLE",
    "billed_duration": "DOUBLE",
    "init_duration": "DOUBLE",
    "memory_size": "DOUBLE",
    "max_memory_used": "DOUBLE",
    "xray_trace_id": "VARCHAR",
    "xray_segment_id": "VARCHAR",
}
WORD_BITS = (
    "words"  # a column of parts, BIGINT: bits of `insights.words` that may be in the message
)


class Events(Struct, frozen=True):
    """Events under the name `relation` in `connection`, with the computed columns that are there.

    groups  other relations by the name that SOURCE gives them; any other name is looked for in
            the column `log`
    alone   whether the connection is there for one query at a time, and has no functions but its
    """

    relation: str
    connection: DuckDBPyConnection
    columns: frozenset[str] = frozenset()
    groups: tuple[tuple[str, str], ...] = ()
    alone: bool = False


@runtime_checkable
class ArrowStream(Protocol):
    """Anything that gives an Arrow C stream: tables of pyarrow, polars, nanoarrow."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object: ...


@runtime_checkable
class ArrowArray(Protocol):
    """Anything that gives one Arrow C array with its schema."""

    def __arrow_c_array__(self, requested_schema: object = None) -> tuple[object, object]: ...


Path = str | PathLike[str]
Source = Events | Path | ArrowStream | ArrowArray | Iterable[Path] | Iterable[Mapping[str, object]]


def read(source: Source, connection: DuckDBPyConnection) -> Events:
    """The events of a source that is not yet a relation; raises InputError where it has none."""
    if isinstance(source, Events):
        return source
    if isinstance(source, str | PathLike):
        return _parquet([source], connection)
    if isinstance(source, ArrowStream | ArrowArray):
        return _arrow(source, connection)
    if not isinstance(source, Iterable):
        raise InputError(f"{type(source).__name__} has no events: give mappings, Arrow or Parquet")
    return _many(source, connection)


def _many(source: Iterable[object], connection: DuckDBPyConnection) -> Events:
    items = iter(source)
    first = list(islice(items, 1))
    if first and isinstance(first[0], str | PathLike):
        return _parquet([first[0], *_paths(items)], connection)
    return _mappings(first, items, connection)


def _paths(items: Iterator[object]) -> Iterator[Path]:
    for item in items:
        if not isinstance(item, str | PathLike):
            raise InputError("a list of Parquet files holds something that is not a path")
        yield item


def _parquet(paths: Sequence[Path], connection: DuckDBPyConnection) -> Events:
    import duckdb

    names = [fspath(path) for path in paths]
    if not all(names):
        raise InputError("the path of a Parquet file is empty")
    listed = ", ".join(names)[:200]
    try:
        # A folder named `type=x` above them is no column.
        files = connection.read_parquet(names, hive_partitioning=False)
        files.create_view("given")
    except duckdb.IOException:
        raise InputError(f"{listed}: no such Parquet file, or no right to read it") from None
    except duckdb.Error:
        raise InputError(f"{listed}: not readable as Parquet") from None
    return _view("given", connection, numbered=len(paths) == 1)


def _arrow(source: ArrowStream | ArrowArray, connection: DuckDBPyConnection) -> Events:
    import duckdb

    try:
        connection.register("arrow", source)
        connection.execute("CREATE TEMP TABLE given AS SELECT * FROM arrow")
        connection.unregister("arrow")
    except duckdb.Error:
        raise InputError("not readable as Arrow: give a table with a column message") from None
    return _view("given", connection)


def _view(given: str, connection: DuckDBPyConnection, *, numbered: bool = True) -> Events:
    """A view with our names over a relation with the names of whoever wrote it.

    numbered  whether its column n, where it has one, is unique
    """
    from sqlglot import exp

    described = connection.execute(f"DESCRIBE {given}").fetchall()
    kinds = {str(name): str(kind) for name, kind, *_ in described}
    if not any(name in kinds for name in _NAMES["message"]):
        raise InputError(f"no column message among {', '.join(kinds)[:200]}")
    computed = [name for name, kind in COMPUTED.items() if _is(kinds.get(name), kind)]
    _check_times(given, kinds, connection)
    columns = [_number(numbered and "n" in kinds), *(_column(name, kinds) for name in _NAMES)]
    columns += [
        exp.alias_(exp.cast(exp.column(name, quoted=True), COMPUTED[name]), name)
        for name in computed
    ]
    select = exp.select(*columns).from_(given)
    connection.execute(f"CREATE OR REPLACE TEMP VIEW events AS {select.sql('duckdb')}")
    return Events("events", connection, frozenset(computed))


def _number(given: bool) -> exp.Expr:
    from sqlglot import exp

    number = exp.cast(exp.column("n", quoted=True), "BIGINT")
    return exp.alias_(number if given else exp.Window(this=exp.RowNumber()), "n")


def _is(kind: str | None, wanted: str) -> bool:
    """Whether a column of this kind can be one of ours; any number is a DOUBLE."""
    if kind is None or kind == wanted:
        return kind is not None
    return wanted == "DOUBLE" and kind.startswith(_NUMERIC)


def _check_times(given: str, kinds: Mapping[str, str], connection: DuckDBPyConnection) -> None:
    """Raise InputError where times are texts that are no numbers."""
    from sqlglot import exp

    for name in _NUMBERS:
        found = next((each for each in _NAMES[name] if each in kinds), None)
        if found is None or kinds[found] != "VARCHAR":
            continue
        text = exp.column(found, quoted=True)
        wrong = exp.select(text).from_(given).where(text.is_(exp.null()).not_())
        wrong = wrong.where(exp.TryCast(this=text, to=exp.DataType.build("BIGINT")).is_(exp.null()))
        for (value,) in connection.execute(wrong.limit(1).sql("duckdb")).fetchall():
            raise InputError(f"a time of an event is not in milliseconds: {str(value)[:50]}")


def _column(name: str, kinds: Mapping[str, str]) -> exp.Expr:
    """A column under our name; missing where none of its names is there."""
    from sqlglot import exp

    kind = "BIGINT" if name in _NUMBERS else "VARCHAR"
    found = next((each for each in _NAMES[name] if each in kinds), None)
    if found is None:
        return exp.cast(exp.null(), kind).as_(name)
    value: exp.Expr = exp.column(found, quoted=True)
    if kinds[found].startswith("TIMESTAMP"):
        if kinds[found] == "TIMESTAMPTZ_NS":  # which epoch_ms does not take
            value = exp.cast(value, "TIMESTAMPTZ")
        value = exp.func("epoch_ms", value)
    if name in _NUMBERS:  # a time beyond BIGINT is none
        value = exp.TryCast(this=value, to=exp.DataType.build(kind))
    else:
        value = exp.cast(value, kind)
    if name == "message":
        value = exp.func("coalesce", value, exp.Literal.string(""))
    return exp.alias_(value, name)


def _mappings(
    first: Sequence[object], rest: Iterator[object], connection: DuckDBPyConnection
) -> Events:
    """Events given one by one, copied into a table batch by batch."""
    kinds = (f"{name} {'BIGINT' if name in _NUMBERS else 'VARCHAR'}" for name in _NAMES)
    connection.execute(f"CREATE TEMP TABLE events (n BIGINT, {', '.join(kinds)})")
    batch, n = [*first, *islice(rest, _BATCH)], 0
    while batch:
        connection.register("batch", _batch(batch, n))
        connection.execute("INSERT INTO events SELECT * FROM batch")
        connection.unregister("batch")
        n += len(batch)
        batch = list(islice(rest, _BATCH))
    return Events("events", connection)


def _batch(events: Sequence[object], n: int) -> nanoarrow.Array:
    import nanoarrow

    rows = [event for event in events if isinstance(event, Mapping)]
    if len(rows) < len(events):
        raise InputError("an event is not a mapping: give timestamp and message of each")
    number, text = nanoarrow.int64(), nanoarrow.string()
    children = [nanoarrow.c_array(range(n, n + len(rows)), number)]
    for name, names in _NAMES.items():
        values = (_value(row, names) for row in rows)
        if name in _NUMBERS:
            children.append(nanoarrow.c_array([_integer(value) for value in values], number))
        else:
            default = "" if name == "message" else None
            children.append(nanoarrow.c_array([_text(value, default) for value in values], text))
    schema = nanoarrow.struct(
        {"n": number, **{name: number if name in _NUMBERS else text for name in _NAMES}}
    )
    return nanoarrow.Array(
        nanoarrow.c_array_from_buffers(schema, len(rows), [None], children=children)
    )


def _value(row: Mapping[object, object], names: tuple[str, ...]) -> object:
    return next((row[name] for name in names if name in row), None)


def _integer(value: object) -> int | None:
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool) and -(2**63) <= value < 2**63:
        return value
    raise InputError(f"a time of an event is not in milliseconds: {str(value)[:50]}")


def _text(value: object, default: str | None) -> str | None:
    if value is None:
        return default
    if not isinstance(value, str):
        raise InputError(f"a message, stream or log is not a text: {str(value)[:50]}")
    return value.encode("utf-8", "replace").decode() if not value.isascii() else value
