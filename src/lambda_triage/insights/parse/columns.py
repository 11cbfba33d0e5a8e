"""The commands that choose, count and order: fields display filter stats sort limit dedup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.insights import lexer
from lambda_triage.insights.lexer import Kind
from lambda_triage.insights.parse import hints
from lambda_triage.insights.parse.expressions import expression
from lambda_triage.insights.parse.names import MOST_NAMES, alias, names, period
from lambda_triage.insights.tree import (
    Dedup,
    Display,
    Fields,
    Filter,
    Item,
    Key,
    Limit,
    Period,
    Sort,
    Stats,
)

if TYPE_CHECKING:
    from lambda_triage.insights.lexer import Token
    from lambda_triage.insights.parse.cursor import Cursor

MOST_ROWS = 100_000  # of `limit`: user guide, page of limit


def fields(cursor: Cursor, start: Token) -> Fields:
    items = _items(cursor)
    return Fields(span=cursor.since(start.start), items=items)


def display(cursor: Cursor, start: Token) -> Display:
    items = _items(cursor)
    return Display(span=cursor.since(start.start), items=items)


def filter_(cursor: Cursor, start: Token) -> Filter:
    condition = expression(cursor)
    if cursor.at(","):
        raise cursor.error("conditions are joined with and, or")
    indexed = start.key == "filterindex"
    return Filter(span=cursor.since(start.start), condition=condition, indexed=indexed)


def stats(cursor: Cursor, start: Token) -> Stats:
    if cursor.at("by") and cursor.peek().kind is Kind.WORD:
        raise cursor.error("stats needs what it computes before by, such as count(*)")
    items = _items(cursor)
    keys: tuple[Item, ...] = ()
    offset: Period | None = None
    if cursor.at("group") and cursor.peek().key == "by":
        cursor.advance()
    if cursor.take("by"):
        keys = _items(cursor)
        if cursor.take("offset"):
            offset = period(cursor)
            if offset is None:
                raise hints.value_missing(cursor, ("a period such as 5m",))
    return Stats(span=cursor.since(start.start), items=items, keys=keys, offset=offset)


def sort(cursor: Cursor, start: Token) -> Sort:
    if cursor.at("by") and not (cursor.peek().kind is Kind.END or cursor.peek().key in {"|", ","}):
        cursor.advance()
    if cursor.at("asc", "desc") and _names_a_field(cursor.peek()):
        way, field = cursor.token.text, lexer.shown(cursor.peek().text)
        raise cursor.error(f"the direction stands after the field: {start.text} {field} {way}")
    keys = [_key(cursor)]
    while cursor.take(","):
        keys.append(_key(cursor))
        _few(cursor, keys)
    return Sort(span=cursor.since(start.start), keys=tuple(keys))


def limit(cursor: Cursor, start: Token) -> Limit:
    anywhere = cursor.take("any")
    token = cursor.token
    if cursor.at("-") and cursor.peek().kind is Kind.NUMBER:
        token = cursor.advance()
        raise cursor.error("a limit is at least 1", cursor.since(token.start))
    if token.kind is not Kind.NUMBER or not token.text.isdecimal():
        given = f", not {lexer.shown(token.text)}" if token.text and not cursor.at_end() else ""
        raise cursor.error(f"{start.text} takes a number of rows{given}", expected=("1 … 100,000",))
    if len(token.text) > len(str(MOST_ROWS)) or not 1 <= int(token.text) <= MOST_ROWS:
        raise cursor.error(f"a limit is from 1 to {MOST_ROWS:,}")
    cursor.advance()
    if cursor.at(",", "offset"):
        raise cursor.error("a limit takes one number; rows cannot be skipped")
    return Limit(span=cursor.since(start.start), count=int(token.text), anywhere=anywhere)


def dedup(cursor: Cursor, start: Token) -> Dedup:
    if cursor.at("by") and cursor.peek().kind is Kind.WORD:
        raise cursor.error("dedup takes its fields without by")
    keys = names(cursor)
    if cursor.at("("):
        raise cursor.error("dedup takes fields only; name a value before, with fields … as name")
    return Dedup(span=cursor.since(start.start), keys=keys)


def _items(cursor: Cursor) -> tuple[Item, ...]:
    found = [_item(cursor)]
    while cursor.take(","):
        found.append(_item(cursor))
        _few(cursor, found)
    return tuple(found)


def _item(cursor: Cursor) -> Item:
    start = cursor.token.start
    if cursor.at("*") and cursor.previous.key in {"fields", "display", ","}:
        raise cursor.error("* does not exist here; name the fields, @message holds all of an event")
    value = expression(cursor)
    text = cursor.text[start : cursor.previous.end]
    named = alias(cursor)
    return Item(span=cursor.since(start), value=value, alias=named, text=text)


def _key(cursor: Cursor) -> Key:
    start = cursor.token.start
    value = expression(cursor)
    descending: bool | None = None
    if cursor.at("asc", "desc"):
        descending = cursor.advance().key == "desc"
    return Key(span=cursor.since(start), value=value, descending=descending)


def _names_a_field(token: Token) -> bool:
    return token.kind is Kind.WORD and token.key not in {"asc", "desc"}


def _few(cursor: Cursor, found: list[Item] | list[Key]) -> None:
    if len(found) > MOST_NAMES:
        raise cursor.error(f"more than {MOST_NAMES:,} columns", found[-1].span)
