"""A pattern as a tree: groups of clauses that must all hold, in the order they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

if TYPE_CHECKING:
    from lambda_triage.patterns.operators import Test
    from lambda_triage.patterns.values import Json


class Field(Struct, frozen=True):
    """`"key": [values]`: one leaf of the event meets one of the tests.

    keys     the keys from the root of the event
    path     where it is written, as a JSON path
    number   its place among the clauses of the pattern, in the order of writing
    written  the values as they are written
    """

    keys: tuple[str, ...]
    path: str
    number: int
    tests: tuple[Test, ...]
    written: Json


class Group(Struct, frozen=True):
    """`"key": {clauses}`, and the pattern itself, whose keys are ()."""

    keys: tuple[str, ...]
    clauses: tuple[Clause, ...]


class Choice(Struct, frozen=True):
    """`"$or": [{clauses}, …]`: one of the groups holds, asked of the object it stands in."""

    path: str
    number: int
    groups: tuple[Group, ...]
    written: Json


Clause: TypeAlias = Field | Group | Choice
