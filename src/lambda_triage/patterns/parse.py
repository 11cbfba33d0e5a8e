"""The grammar of patterns: JSON to a tree, or a PatternError that says where and why not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import count
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from lambda_triage.errors import PatternError
from lambda_triage.patterns.dialect import EVENTBRIDGE, EVERY
from lambda_triage.patterns.operands import test
from lambda_triage.patterns.tree import Choice, Field, Group
from lambda_triage.patterns.values import read, step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.patterns.dialect import Dialect
    from lambda_triage.patterns.tree import Clause
    from lambda_triage.patterns.values import Json

Keys: TypeAlias = tuple[str, ...]

DEPTH = 100  # objects within objects; a choice of ours, far beyond what the limits leave room for
OR = "$or"


class Reading(Struct, frozen=True):
    """A pattern being read: in which language, how many clauses there were, how deep it is."""

    dialect: Dialect
    numbers: Iterator[int]
    depth: int = 0


def parse_pattern(pattern: Json, dialect: Dialect = EVENTBRIDGE) -> Group:
    """The pattern, given as JSON text or as the value in it, as a tree.

    Raises PatternError, with the JSON path of the fault, where the service would not take it.
    """
    value = document(pattern, dialect)
    return _group(value, (), "$", Reading(dialect, count()))


def document(pattern: Json, dialect: Dialect) -> Mapping[str, Json]:
    """The object a filter is, within the service's limit of characters."""
    try:
        text = pattern if isinstance(pattern, str) else _written(pattern)
        if len(text) > dialect.characters:
            what = f"it is longer than the {dialect.characters} characters {dialect.name} takes"
            raise PatternError("$", f"{what}; split it, or ask AWS for more")
        value = read(text) if isinstance(pattern, str) else pattern
    except (TypeError, ValueError, RecursionError) as error:
        raise PatternError("$", f"it is not JSON ({error}); write it as a JSON object") from error
    if not isinstance(value, Mapping):
        raise PatternError("$", "it must be an object of fields and their values")
    return value


def _written(value: Json) -> str:
    """The shortest text of the value: what was deployed cannot have been shorter."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _group(value: Mapping[str, Json], keys: Keys, path: str, reading: Reading) -> Group:
    if not value:
        raise PatternError(path, "an empty object is not allowed; name a field, or leave it out")
    if reading.depth > DEPTH:
        raise PatternError(path, f"it nests deeper than {DEPTH} objects; shorten it")
    reading = replace(reading, depth=reading.depth + 1)
    clauses = (_clause(name, inner, keys, path, reading) for name, inner in value.items())
    return Group(keys, tuple(clauses))


def _clause(name: str, value: Json, keys: Keys, path: str, reading: Reading) -> Clause:
    if not isinstance(name, str):
        raise PatternError(path, "a field's name must be a string")
    inner = step(path, name)
    if name == OR:
        return _choice(value, keys, inner, reading)
    if isinstance(value, Mapping):
        if not reading.dialect.nested:
            raise PatternError(inner, "attributes have no fields; use the scope MessageBody")
        return _group(value, (*keys, name), inner, reading)
    if not isinstance(value, list | tuple):
        raise PatternError(inner, "it must be an array of values or an object; put [ ] around it")
    if not value:
        raise PatternError(inner, "an empty array is not allowed; name a value")
    number = next(reading.numbers)
    tests = (test(item, f"{inner}[{at}]", reading.dialect) for at, item in enumerate(value))
    return Field((*keys, name), inner, number, tuple(tests), value)


def _choice(value: Json, keys: Keys, path: str, reading: Reading) -> Choice:
    if not isinstance(value, list | tuple):
        raise PatternError(path, "it must be an array of objects")
    if len(value) < 2:
        raise PatternError(path, "it needs two objects at least; with one, leave $or out")
    number = next(reading.numbers)
    groups = []
    for at, item in enumerate(value):
        place = f"{path}[{at}]"
        if not isinstance(item, Mapping):
            raise PatternError(place, "only objects are allowed here; write {field: [values]}")
        if reserved := sorted(EVERY & set(item)):
            raise PatternError(place, f"{reserved[0]!r} is an operator, and no field's name here")
        groups.append(_group(item, keys, place, reading))
    return Choice(path, number, tuple(groups), value)
