"""The CSV tables of lookup: read when a query names one, each row under its first keys."""

from __future__ import annotations

import csv
from io import StringIO
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from duckdb.func import FunctionNullHandling
from msgspec import Struct

from lambda_triage.errors import InputError, UsageError
from lambda_triage.insights.error import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from duckdb import DuckDBPyConnection

_LARGEST = 10_000_000  # bytes: user guide, "lookup", as of 2026-04
_CELL = 1_000_000  # characters of one value
_PLACE = "place"


class Table(Struct, frozen=True):
    """A lookup table in the connection.

    name      of the relation; its rows have unique keys, and `place`, their number
    columns   name in SQL of each column that is used
    function  of SQL that gives the place of the narrowest network around an address
    """

    name: str
    columns: Mapping[str, str]
    function: str = ""


class Tables:
    """The tables that a query may look into: name → path of a CSV file with a header."""

    def __init__(self, paths: Mapping[str, str | Path], connection: DuckDBPyConnection) -> None:
        self._paths = paths
        self._connection = connection
        self._name = f"lookup_{uuid4().hex}"  # the connection may be that of other queries too
        self._made: list[Table] = []

    def close(self) -> None:
        """Take back what the connection was given."""
        for table in self._made:
            if table.function:
                self._connection.remove_function(table.function)
            self._connection.execute(f"DROP TABLE IF EXISTS {table.name}")
        self._made = []

    def relation(
        self, name: str, keys: Sequence[str], outputs: Sequence[str], *, network: bool
    ) -> Table:
        """The table as a relation with only these columns. Raises UsageError, InputError."""
        rows = self._read(name)
        header = next(rows, [])
        used = list(dict.fromkeys((*keys, *outputs)))
        for each in used:
            if each not in header:
                raise UsageError(
                    f"the lookup table {name} has no column {each}: it has {_named(header)}"
                )
        at = [header.index(each) for each in used]
        values = [[row[place] if place < len(row) else "" for place in at] for row in rows if row]
        first = values if network else _first(values, len(set(keys)))
        name = f"{self._name}_{len(self._made)}"
        columns = {each: f"t{place}" for place, each in enumerate(used)}
        table = Table(name, columns, f"{name}_network" if network else "")
        self._create(table, first)
        if network:
            self._connection.create_function(
                table.function,
                _narrowest([row[0] for row in first]),
                ["VARCHAR"],
                "BIGINT",
                null_handling=FunctionNullHandling.SPECIAL,
            )
        self._made.append(table)
        return table

    def _read(self, name: str) -> Iterator[list[str]]:
        path = self._paths.get(name)
        if path is None:
            near = nearest(name, self._paths)
            hint = f"did you mean {near}?" if near else f"give --lookup {name}=FILE.csv"
            raise UsageError(f"no lookup table {name}; {hint}")
        try:
            data = Path(path).read_bytes()
        except OSError as error:
            raise InputError(f"{path}: {error.strerror or error}") from None
        if len(data) > _LARGEST:
            raise InputError(f"{path}: a lookup table has at most 10 MB")
        csv.field_size_limit(_CELL)
        return _rows(data.decode("utf-8-sig", "replace"), path)

    def _create(self, table: Table, rows: Sequence[Sequence[str]]) -> None:
        import nanoarrow

        kind, number = nanoarrow.string(), nanoarrow.int64()
        names = list(table.columns.values())
        children = [
            nanoarrow.c_array([row[place] for row in rows], kind) for place in range(len(names))
        ]
        children.append(nanoarrow.c_array(range(len(rows)), number))
        schema = nanoarrow.struct({**dict.fromkeys(names, kind), _PLACE: number})
        array = nanoarrow.c_array_from_buffers(schema, len(rows), [None], children=children)
        self._connection.register(f"{table.name}_rows", nanoarrow.Array(array))
        self._connection.execute(f"CREATE TEMP TABLE {table.name} AS FROM {table.name}_rows")
        self._connection.unregister(f"{table.name}_rows")


def _rows(text: str, path: str | Path) -> Iterator[list[str]]:
    try:
        yield from csv.reader(StringIO(text, newline=""))
    except csv.Error as error:
        raise InputError(f"{path}: not readable as CSV: {error}") from None


def _named(header: Sequence[str]) -> str:
    """The columns as an error names them: a file that is no CSV may hold anything."""
    listed = "".join(each if each.isprintable() else "�" for each in ", ".join(header)[:200])
    return listed or "none"


def _first(rows: Sequence[Sequence[str]], keys: int) -> list[Sequence[str]]:
    """The first row of each combination of the first columns."""
    found: dict[tuple[str, ...], Sequence[str]] = {}
    for row in rows:
        found.setdefault(tuple(row[:keys]), row)
    return list(found.values())


def _narrowest(networks: Sequence[str]) -> Callable[[str | None], int | None]:
    """Address → place of the narrowest network that holds it, the first of equals."""
    places: dict[tuple[int, int, int], int] = {}
    for place, text in enumerate(networks):
        try:
            network = ip_network(text.strip(), strict=False)
        except ValueError:
            continue
        key = network.version, network.prefixlen, int(network.network_address)
        places.setdefault(key, place)
    lengths = sorted({key[:2] for key in places}, reverse=True)

    def find(address: str | None) -> int | None:
        try:
            parsed = ip_address(address or "")
        except ValueError:
            return None
        for version, length in lengths:
            if version == parsed.version:
                shift = parsed.max_prefixlen - length
                place = places.get((version, length, int(parsed) >> shift << shift))
                if place is not None:
                    return place
        return None

    return find
