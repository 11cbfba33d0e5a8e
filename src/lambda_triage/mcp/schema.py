"""Structs → JSON Schemas small enough for every conversation: no references, no titles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from msgspec import Struct

    from lambda_triage.mcp.tool import AnyTool

# The agent reads names; a default is what happens anyway, and no call reaches these sizes.
DROPPED = ("title", "default", "maxLength", "maxItems")
JsonSchema = dict[str, Any]


def takes(struct: type[Struct]) -> JsonSchema:
    """The schema of a tool's arguments."""
    found = _inlined(struct)
    return {
        "type": "object",
        "properties": found.get("properties", {}),
        **({"required": found["required"]} if found.get("required") else {}),
        "additionalProperties": False,
    }


def gives(tool: AnyTool) -> JsonSchema | None:
    """The schema of a tool's structured answer: head, one page of items, what comes next."""
    if tool.head is None:
        return None
    head = _inlined(tool.head)
    properties = {**head.get("properties", {})}
    if tool.item is not None:
        properties["items"] = {"type": "array", "items": _inlined(tool.item)}
        properties["total"] = {"type": "integer"}
    properties["next_cursor"] = {"type": "string"}
    return {"type": "object", "properties": properties, "required": head.get("required", [])}


def _inlined(struct: type[Struct]) -> JsonSchema:
    (found,), parts = msgspec.json.schema_components([struct])
    small = _small(found, parts)
    return small if isinstance(small, dict) else {}


def _small(node: object, parts: dict[str, Any]) -> Any:
    if isinstance(node, list):
        return [_small(each, parts) for each in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return _small(parts[node["$ref"].rpartition("/")[2]], parts)
    if "anyOf" in node:
        return _optional(node, parts)
    if node.get("type") == "object" and "properties" not in node:
        return {"type": "object", **({"description": d} if (d := node.get("description")) else {})}
    found = {
        key: _named(value, parts)
        if key == "properties"
        else _nullable(value, parts)
        if key == "items"
        else _small(value, parts)
        for key, value in node.items()
        if key not in DROPPED and not _docstring(key, node)
    }
    if found.get("required") == []:
        del found["required"]
    return found


def _nullable(node: dict[str, Any], parts: dict[str, Any]) -> Any:
    """The schema of elements, which may be null: a cell without a value."""
    found = _small(node, parts)
    if any(each.get("type") == "null" for each in node.get("anyOf", ())):
        return {**found, "type": [found["type"], "null"]} if "type" in found else {}
    return found


def _named(properties: dict[str, Any], parts: dict[str, Any]) -> dict[str, Any]:
    return {name: _small(value, parts) for name, value in properties.items()}


def _docstring(key: str, node: dict[str, Any]) -> bool:
    """Whether it is a struct's docstring, which is for readers of the code."""
    return key == "description" and "properties" in node


def _optional(node: dict[str, Any], parts: dict[str, Any]) -> Any:
    """`anyOf` of something and null: an argument that may be left out needs no null."""
    rest = [each for each in node["anyOf"] if each.get("type") != "null"]
    told = {"description": node["description"]} if "description" in node else {}
    if len(rest) == 1:
        return {**_small(rest[0], parts), **told}
    return {**told, "anyOf": [_small(each, parts) for each in rest]}
