"""What a query says and surely does not mean: legal, and never true or always."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from lambda_triage.insights.lexer import shown
from lambda_triage.insights.tree import (
    Binary,
    Call,
    Fields,
    Item,
    Like,
    Name,
    Number,
    Query,
    Span,
    Stats,
    Text,
)
from lambda_triage.insights.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msgspec import Struct

    from lambda_triage.insights.tree import Expression

_TIMES = ("@timestamp", "@ingestionTime")
_COMPARED = frozenset(("=", "!=", "<", "<=", ">", ">="))
_DATE = re.compile(r"\d{4}-\d\d?-\d\d?")
_SECONDS = 1e9  # from 2001 to 2286
_CHOICE = re.compile(r"[A-Za-z]{3}\|[A-Za-z]{3}")
_LOUD = re.compile(r"[A-Z][A-Z_]+")  # REPORT, ERROR: a text whose quotes were forgotten


def doubts(query: Query) -> tuple[str, ...]:
    """A sentence for each, in the order of the query, those of subqueries too."""
    nodes = list(walk(query, without=(Span,)))
    made = {each.alias.name for each in nodes if isinstance(each, Item) and each.alias}
    found: dict[str, None] = {}
    for each in nodes:
        if isinstance(each, Like) and isinstance(each.pattern, Text):
            found.update(dict.fromkeys(_like(each.pattern.value)))
        elif isinstance(each, Binary) and each.operator in ("and", "or"):
            found.update(dict.fromkeys(_alone(each)))
        elif isinstance(each, Binary) and each.operator in _COMPARED:
            found.update(dict.fromkeys(_compared(each, made, query.text)))
        elif isinstance(each, Fields | Stats):
            items = each.items if isinstance(each, Fields) else each.keys
            values = [item.value for item in items if item.alias is None]
            found.update(dict.fromkeys(_hyphens(values, made)))
    return tuple(found)


def _like(text: str) -> Iterator[str]:
    plain = text.strip("%*")
    if ".*" in text or _CHOICE.search(text):
        yield f'like "{shown(text)}" looks for the text as it stands; a regex is like /…/'
    elif plain and plain != text and not plain[-1].isdigit():  # 100% may be meant
        yield f'% and * stand for themselves: like "{shown(plain)}" finds a part of the text'


def _alone(node: Binary) -> Iterator[str]:
    for each in (node.left, node.right):
        if isinstance(each, Number):
            truth = "true" if each.value else "false"
            yield f"{each.text} alone is always {truth}; several values: field in [1, 2]"
        elif isinstance(each, Text):
            yield f'"{shown(each.value)}" alone is no condition: like "{shown(each.value)}" is'


def _compared(node: Binary, made: set[str], text: str) -> Iterator[str]:
    yield from _hyphens([node.left] if isinstance(node.right, Text) else [], made)
    if isinstance(node.right, Name) and _LOUD.fullmatch(node.right.name):
        name = node.right.name
        if name not in made:
            yield f'{name} without quotes is a field; a text is "{name}"'
    for time, other in ((node.left, node.right), (node.right, node.left)):
        if _is_time(time):
            yield from _beside_time(other, text)


def _is_time(node: Expression) -> bool:
    if isinstance(node, Call) and node.function.lower() == "tomillis" and node.args:
        node = node.args[0]
    return isinstance(node, Name) and node.name in _TIMES


def _beside_time(node: Expression, text: str) -> Iterator[str]:
    """Times are milliseconds: seconds, dates and differences of numbers are other things."""
    told = "a time is compared in milliseconds since 1970"
    parts = list(walk(node, without=(Span,)))
    written = text[node.span.start : node.span.end]
    if isinstance(node, Text) and not node.value.strip().isdigit():
        yield f'{told}, and "{shown(node.value)}" is no number{_written(node.value)}'
    elif _DATE.fullmatch(written):
        yield f"{told}: {written} is a subtraction{_written(written)}"
    elif isinstance(node, Number) and _SECONDS <= node.value < _SECONDS * 10:
        yield f"{told}: {written} are seconds; write {written}000"
    elif _calls_now(parts) and not any(
        isinstance(each, Binary) and each.operator == "*" for each in parts
    ):
        yield f"{told}, and now() gives seconds: write now() * 1000"


def _calls_now(parts: list[Struct]) -> bool:
    return any(isinstance(each, Call) and each.function.lower() == "now" for each in parts)


def _written(text: str) -> str:
    try:
        found = datetime.fromisoformat(text.strip())
        aware = found if found.tzinfo else found.replace(tzinfo=UTC)
        return f"; write {int(aware.timestamp() * 1000)}"
    except (ValueError, OverflowError):
        return ""


def _hyphens(values: list[Expression], made: set[str]) -> Iterator[str]:
    """`detail-type`: two names and a minus without blanks."""
    for each in values:
        if (
            isinstance(each, Binary)
            and each.operator == "-"
            and isinstance(each.left, Name)
            and isinstance(each.right, Name)
            and each.left.span.end + 1 == each.right.span.start
            and made.isdisjoint((each.left.name, each.right.name))
            and "@" not in each.left.name + each.right.name
        ):
            left, right = each.left.name, each.right.name
            name = f"{left}-{right}"
            yield f"{name} is {left} minus {right}; a field of that name is `{name}`"
