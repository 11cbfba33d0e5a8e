"""The shape of one evidence table: its columns, their types and what they mean."""

from __future__ import annotations

from msgspec import Struct


class Column(Struct, frozen=True):
    """One column: DuckDB type and meaning, with its unit. NULL is unknown, never a default."""

    type: str
    doc: str


class Table(Struct, frozen=True):
    """One table of the dictionary; `order` makes every read of it deterministic."""

    name: str
    doc: str
    columns: dict[str, Column]
    order: tuple[str, ...]
