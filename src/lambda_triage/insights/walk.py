"""Everything that a tree or a plan consists of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator


def walk(start: object, without: tuple[type, ...] = ()) -> Iterator[Struct]:
    """Structs from left to right, each before what is in it.

    without  kinds that are neither given nor looked into
    """
    left: list[object] = [start]
    while left:
        each = left.pop()
        if isinstance(each, tuple | list):
            left.extend(reversed(each))
        elif isinstance(each, Struct) and not isinstance(each, without):
            yield each
            left.extend(getattr(each, name) for name in reversed(each.__struct_fields__))
