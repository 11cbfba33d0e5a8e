"""Fields of an event, one a line → a JSON Schema.

A line is a path, a kind, and what one should know of the field, apart by two spaces or more:

    Records[].attributes.ApproximateReceiveCount  string  a number in a text; 1 at the first time

`[]` is an array, `*` any name, `?` behind a name that it may be missing; a name with dots stands
in quotes. Kinds: those of JSON Schema, several with `|`; `=text` for the only value there is, `a/b`
for one of these; and the short words of KINDS.
"""

from __future__ import annotations

import re
from typing import Any

JsonSchema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TEXTS: JsonSchema = {"type": "object", "additionalProperties": {"type": "string"}}
LISTS: JsonSchema = {
    "type": "object",
    "additionalProperties": {"type": "array", "items": {"type": "string"}},
}
KINDS: dict[str, JsonSchema] = {
    "any": {},
    "base64": {"type": "string", "contentEncoding": "base64"},
    "json": {"type": "string", "contentMediaType": "application/json"},
    "time": {"type": "string", "format": "date-time"},
    "strings": {"type": "array", "items": {"type": "string"}},
    "texts": TEXTS,  # names → texts
    "lists": LISTS,  # names → lists of texts
}
_NAME = re.compile(r'("[^"]+"|[^.]+)(?:\.|$)')
_GAP = re.compile(r"\s{2,}")


def schema(title: str, fields: str) -> JsonSchema:
    """The schema of an event; services add fields, so that unknown ones are allowed."""
    root: JsonSchema = {"$schema": DIALECT, "title": title, "type": "object"}
    for line in fields.strip().splitlines():
        path, kind, *note = _GAP.split(line.strip(), 2)
        node = _place(root, path)
        for key, value in _kind(kind).items():
            node.setdefault(key, value)
        if note:
            node["description"] = note[0]
    return root


def _place(node: JsonSchema, path: str) -> JsonSchema:
    """The schema that stands at a path, made where it is not there yet."""
    for name in _NAME.findall(path):
        bare = name.removesuffix("?")
        depth = bare.count("[]")
        key = bare.replace("[]", "").strip('"')
        node.setdefault("type", "object")
        if key == "*":
            node = node.setdefault("additionalProperties", {})
        else:
            if bare == name and key not in node.get("properties", {}):
                node.setdefault("required", []).append(key)
            node = node.setdefault("properties", {}).setdefault(key, {})
        for _ in range(depth):
            node.setdefault("type", "array")
            node = node.setdefault("items", {})
    return node


def _kind(kind: str) -> JsonSchema:
    """The schema of a kind."""
    if kind.startswith("="):
        return {"const": kind[1:]}
    if "/" in kind:
        return {"enum": kind.split("/")}
    first, *others = kind.split("|")
    found = dict(KINDS.get(first) or ({"type": first} if first != "any" else {}))
    if others and "type" in found:
        found["type"] = [found["type"], *others]
    return found
