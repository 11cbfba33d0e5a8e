"""A whole query: SOURCE first, then commands between bars; also one in parentheses."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from lambda_triage.insights.lexer import Kind, past_blanks
from lambda_triage.insights.parse import hints
from lambda_triage.insights.parse.sources import source
from lambda_triage.insights.tree import Command, Query, Source

if TYPE_CHECKING:
    from lambda_triage.insights.lexer import Token
    from lambda_triage.insights.parse.cursor import Cursor

MOST_COMMANDS = 200

_BEHIND = MappingProxyType(
    {
        "fields": (hints.COMMA, "as", "an operator", "|"),
        "display": (hints.COMMA, "as", "an operator", "|"),
        "filter": ("and", "or", "an operator", "|"),
        "where": ("and", "or", "an operator", "|"),
        "stats": (hints.COMMA, "as", "by", "an operator", "|"),
        "sort": (hints.COMMA, "asc", "desc", "|"),
        "order": (hints.COMMA, "asc", "desc", "|"),
        "dedup": (hints.COMMA, "|"),
        "parse": ("as", "multi", hints.COMMA, "|"),
    }
)


def query(cursor: Cursor) -> Query:
    """All of a query up to its end or to the parenthesis that closes it."""
    start = past_blanks(cursor.text, cursor.token.start)
    cursor.take("|")
    events = _source(cursor)
    commands: list[Command] = []
    while not (_over(cursor) and (commands or events)):
        commands.append(_command(cursor))
        if len(commands) > MOST_COMMANDS:
            raise cursor.error(f"more than {MOST_COMMANDS} commands", commands[-1].span)
        if not cursor.take("|"):
            break
    span = cursor.since(min(start, cursor.previous.end))
    return Query(span=span, text=cursor.text, commands=tuple(commands), source=events)


def begins_query(cursor: Cursor) -> bool:
    """Whether a query, and not a list of values, follows the parenthesis that is current."""
    ahead = cursor.peek()
    if ahead.key == "|":
        return True
    return ahead.key in hints.COMMAND_WORDS and _words_follow(cursor, ahead)


def subquery(cursor: Cursor) -> Query:
    """A query in parentheses."""
    opened = cursor.advance()
    cursor.deeper()
    found = query(cursor)
    cursor.shallower()
    if not cursor.take(")"):
        raise hints.not_closed(cursor, opened, ")")
    return found


def _words_follow(cursor: Cursor, word: Token) -> bool:
    """`(fields k` begins a query, `(status, x)` and `(count)` are lists."""
    at = past_blanks(cursor.text, word.end)
    return cursor.text[at : at + 1] not in {",", ")", ""}


def _source(cursor: Cursor) -> Source | None:
    if not cursor.at("source"):
        return None
    found = source(cursor, cursor.advance())
    cursor.take("|")
    return found


def _over(cursor: Cursor) -> bool:
    """Whether nothing more comes; a bar at the end of a query does no harm."""
    return cursor.token.kind is Kind.END or cursor.at(")")


def _command(cursor: Cursor) -> Command:
    from lambda_triage.insights.parse import commands

    token = cursor.token
    reader = commands.READERS.get(token.key)
    if reader is None:
        raise hints.no_command(cursor)
    cursor.advance()
    found = reader(cursor, token)
    if not cursor.at_end():
        raise hints.unexpected(cursor, _BEHIND.get(token.key, ("|",)))
    return found
