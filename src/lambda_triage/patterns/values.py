"""JSON as filters see it: its type, its leaves, and how a value is shown in a sentence."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

Scalar: TypeAlias = "bool | int | float | str | None"
Json: TypeAlias = "Scalar | Mapping[str, Json] | Sequence[Json]"

SHOWN = 80  # characters of a value in a sentence; an event may be a megabyte
NAMES = 120  # characters of a path in a sentence, for the same reason


def contents(value: Json) -> Iterator[Scalar | Mapping[str, Json]]:
    """What is left of a value when its arrays, also nested ones, are crushed out."""
    pending: list[Json] = [value]
    while pending:
        item = pending.pop()
        if isinstance(item, list | tuple):
            pending.extend(reversed(item))
        elif item is None or isinstance(item, str | int | float | Mapping):
            yield item


def leaves(value: Json) -> Iterator[Scalar]:
    """The scalars in a value that is a scalar or an array; an object is no leaf."""
    return (item for item in contents(value) if not isinstance(item, Mapping))


def objects(value: Json) -> Iterator[Mapping[str, Json]]:
    """The objects in a value that is an object or an array of them."""
    return (item for item in contents(value) if isinstance(item, Mapping))


def number(value: object) -> int | float | None:
    """The value where it is a JSON number, which true and false are not."""
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def show(value: Json) -> str:
    """The value as JSON, cut where it is long; containers only by their kind and size."""
    if isinstance(value, Mapping):
        return f"an object of {len(value)} keys"
    if isinstance(value, list | tuple) and (len(value) > SHOWN or any(map(_container, value))):
        return f"an array of {len(value)} elements"
    cut = value[: SHOWN + 1] if isinstance(value, str) else value
    text = json.dumps(cut, ensure_ascii=False, default=str)
    # Half of a surrogate pair is legal in JSON and cannot be printed.
    text = text.encode("utf-8", "backslashreplace").decode()
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def _container(value: object) -> bool:
    return isinstance(value, Mapping | list | tuple)


def step(path: str, key: str) -> str:
    """The JSON path of a key below a path: `$.detail`, or `$['a b']` for an odd name."""
    plain = key.replace("-", "_").isidentifier() or key == "$or"
    longer = f"{path}.{key}" if plain else f"{path}[{key!r}]"
    return longer if len(longer) <= NAMES else longer[: NAMES - 1] + "…"


def read(text: str) -> Json:
    """The JSON in a text; ValueError where there is none, also where it nests too deep."""
    try:
        value: Json = json.loads(text)
    except RecursionError as error:
        raise ValueError("it nests too deep") from error
    return value
