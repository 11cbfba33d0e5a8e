"""A structured answer → lines of text, for clients and people that read only text.

What evidence says was made one line by `quoted`, and can begin none of its own. A text of several
lines is this package's own, a template or code, or stands between marks as a whole: its lines are
kept as they are, further in than the name above them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.reports.visible import one_line, visible

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
    elif isinstance(value, str) and "\n" in value:
        yield f"{start} |"
        for line in visible(value, VALUE_LIMIT).split("\n"):
            yield f"{indent}    {line}".rstrip()
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
