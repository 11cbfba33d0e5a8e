"""Paths of keys in an event, and whether a schema knows them."""

from __future__ import annotations

import re
from typing import Any

KINDS = {bool: "boolean", str: "string", int: "integer", float: "number", type(None): "null"}
NAME = re.compile(r'("[^"]+"|[^.]+)(?:\.|$)')


def paths(value: object, at: str = "") -> set[tuple[str, str]]:
    """Every leaf of an event: its path, and the kind of value that stands there."""
    if isinstance(value, dict):
        return {
            each
            for key, inner in value.items()
            for each in paths(
                inner, ".".join(filter(None, (at, f'"{key}"' if "." in key else key)))
            )
        }
    if isinstance(value, list):
        return {each for inner in value for each in paths(inner, at + "[]")}
    return {(at, KINDS[type(value)])}


def accepts(schema: dict[str, Any], path: str, kind: str) -> bool:
    """Whether the schema tells of this path, and allows this kind of value there."""
    for name in NAME.findall(path):
        if _any_object(schema):
            return True
        key = name.replace("[]", "").strip('"')
        found = schema.get("properties", {}).get(key, schema.get("additionalProperties"))
        if found is None:
            return False
        for _ in range(name.count("[]")):
            if "items" not in found:
                return True
            found = found["items"]
        schema = found
    return _allows(schema, kind)


def _any_object(schema: dict[str, Any]) -> bool:
    return not schema.keys() & {"properties", "additionalProperties", "const", "enum"}


def _allows(schema: dict[str, Any], kind: str) -> bool:
    if "const" in schema or "enum" in schema:
        return kind == "string"
    kinds = schema.get("type", kind)
    allowed = {kinds} if isinstance(kinds, str) else set(kinds)
    return kind in allowed or (kind == "integer" and "number" in allowed)
