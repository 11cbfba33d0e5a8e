"""What an operation takes, by botocore's model: names, types, ranges, allowed words."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from lambda_triage.errors import CatalogError

if TYPE_CHECKING:
    from collections.abc import Mapping

DEEPEST = 12  # structures inside each other; the models' own are shallower
TAGS = re.compile(r"<[^>]+>")


class Parameter(Struct, frozen=True):
    """One member of a structure.

    kind        string, integer, boolean, timestamp, structure, list, map …
    least, most a number's range, or the length of a text, list or map; None without one
    members     of a structure; item: of a list, and of a map its values
    says        the member's documentation without markup
    """

    name: str
    kind: str
    least: int | None = None
    most: int | None = None
    pattern: str | None = None
    words: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    members: dict[str, Parameter] = {}
    item: Parameter | None = None
    says: str = ""


def parameters(operation: str) -> Mapping[str, Parameter]:
    """What `lambda.CreateEventSourceMapping` takes, by name."""
    service, _, action = operation.partition(".")
    model = _model(service)
    found = model["operations"].get(action)
    if found is None:
        raise CatalogError(f"botocore's model has no {operation}; update botocore")
    shapes = model["shapes"]
    return _members(shapes[found["input"]["shape"]], shapes, 0)


@cache
def version() -> str:
    """Of botocore, whose model it is."""
    import botocore

    return f"botocore {botocore.__version__}"


@cache
def _model(service: str) -> dict[str, Any]:
    from botocore.loaders import Loader

    found: dict[str, Any] = Loader().load_service_model(service, "service-2")
    return found


def _members(
    shape: Mapping[str, Any], shapes: Mapping[str, Any], deep: int
) -> dict[str, Parameter]:
    if deep > DEEPEST:
        return {}
    return {
        name: _parameter(name, told["shape"], shapes, deep, told.get("documentation", ""))
        for name, told in shape.get("members", {}).items()
    }


def _parameter(
    name: str, shape: str, shapes: Mapping[str, Any], deep: int, says: str = ""
) -> Parameter:
    told = shapes[shape]
    inner = told.get("member") or told.get("value")
    return Parameter(
        name=name,
        kind=told["type"],
        least=told.get("min"),
        most=told.get("max"),
        pattern=told.get("pattern"),
        words=tuple(told.get("enum", ())),
        keys=tuple(shapes[told["key"]["shape"]].get("enum", ())) if "key" in told else (),
        members=_members(told, shapes, deep + 1) if told["type"] == "structure" else {},
        item=_parameter(name, inner["shape"], shapes, deep + 1) if inner else None,
        says=" ".join(TAGS.sub("", says).split()),
    )
