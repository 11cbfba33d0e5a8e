"""A structured answer → lines of text, for clients and people that read only text.

Every value stands in one line: nothing that evidence says can begin a line of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.reports.visible import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Json = object
VALUE_LIMIT = 20_000


def words(answer: Mapping[str, Json]) -> str:
    """The answer as an outline."""
    return "\n".join(_lines(answer, ""))


def _lines(node: Mapping[str, Json], indent: str) -> Iterator[str]:
    for name, value in node.items():
        yield from _entry(f"{indent}{name}:", value, indent)


def _entry(start: str, value: Json, indent: str) -> Iterator[str]:
    if isinstance(value, dict):
        yield start
        yield from _lines(value, indent + "  ")
    elif isinstance(value, list):
        yield from _list(start, value, indent)
    else:
        yield f"{start} {_scalar(value)}"


def _list(start: str, value: list[Json], indent: str) -> Iterator[str]:
    if not value:
        return
    yield start
    for each in value:
        if isinstance(each, dict):
            first, *rest = list(_lines(each, indent + "  ")) or [""]
            yield f"{indent}- {first.strip()}"
            yield from rest
        elif isinstance(each, list):
            yield f"{indent}- " + " | ".join(_scalar(cell) for cell in each)
        else:
            yield f"{indent}- {_scalar(each)}"


def _scalar(value: Json) -> str:
    match value:
        case None:
            return "-"
        case bool():
            return "yes" if value else "no"
        case str():
            return one_line(value, VALUE_LIMIT)
        case _:
            return str(value)
