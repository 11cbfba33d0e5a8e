"""SOURCE: the log groups a query reads, by name, prefix or data source, and from when to when."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from lambda_triage.insights import lexer
from lambda_triage.insights.error import nearest
from lambda_triage.insights.lexer import Kind
from lambda_triage.insights.parse import hints
from lambda_triage.insights.parse.names import text_of
from lambda_triage.insights.tree import Source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lambda_triage.insights.error import QueryError
    from lambda_triage.insights.lexer import Token
    from lambda_triage.insights.parse.cursor import Cursor

# At most so many of each: API reference, StartQuery, and user guide, page of SOURCE.
_MOST = MappingProxyType(
    {
        "groups": 10_000,
        "prefixes": 5,
        "accounts": 20,
        "classes": 2,
        "data_sources": 10,
    }
)
_ARGUMENTS = MappingProxyType(
    {
        "nameprefix": "prefixes",
        "accountidentifiers": "accounts",
        "accountidentifier": "accounts",
        "class": "classes",
        "loggroupclass": "classes",
    }
)
_SPELLED = ("namePrefix", "accountIdentifiers", "class")
_TIMES = ("start", "end")

Lists = dict[str, list[str]]


def source(cursor: Cursor, start: Token) -> Source:
    """What stands behind the word SOURCE."""
    lists: Lists = {each: [] for each in _MOST}
    times: dict[str, str] = {}
    first = cursor.token
    while not cursor.at_end():
        if cursor.at(*_TIMES) and cursor.peek().key == "=":
            key, value = _time(cursor)
            times[key] = value
        elif times:
            raise hints.unexpected(cursor, ("start=", "end=", "|"))
        else:
            _part(cursor, lists)
            call = cursor.previous.key == ")" and cursor.peek().key == "("  # a blank is enough
            if not cursor.take(",") and not (call or cursor.at_end() or cursor.at(*_TIMES)):
                raise hints.unexpected(cursor, ("|", hints.COMMA, "start=", "end="))
    if cursor.token is first:
        raise _needs(cursor)
    _not_too_many(cursor, start, lists)
    found = {key: tuple(value) for key, value in lists.items()}
    return Source(
        span=cursor.since(start.start),
        groups=found["groups"],
        prefixes=found["prefixes"],
        accounts=found["accounts"],
        classes=found["classes"],
        data_sources=found["data_sources"],
        start=times.get("start"),
        end=times.get("end"),
    )


def _needs(cursor: Cursor) -> QueryError:
    return hints.value_missing(cursor, ("'log group'", "logGroups(namePrefix: ['a'])"))


def _part(cursor: Cursor, lists: Lists) -> None:
    token = cursor.token
    if token.kind is Kind.TEXT:
        lists["groups"].append(text_of(cursor.advance()).value)
    elif token.kind is Kind.WORD and cursor.peek().key == "(":
        _call(cursor, lists)
    elif token.kind is Kind.WORD:
        lists["groups"].append(cursor.advance().text.strip("`"))
    elif token.key == "/":
        group = lexer.shown(cursor.raw())
        raise cursor.error(f"a log group stands in quotes: '{group}'", token.span)
    else:
        raise _needs(cursor)


def _call(cursor: Cursor, lists: Lists) -> None:
    word = cursor.advance()
    opened = cursor.advance()
    if word.key == "datasource":
        lists["data_sources"] += _texts(cursor)
    elif word.key == "loggroups":
        if not cursor.at(")"):
            _arguments(cursor, lists)
    elif word.key == "loggrouptags":
        reason = "logGroupTags is not implemented: exported logs do not name tags of their group"
        raise cursor.error(reason, word.span, expected=("a log group",))
    else:
        spelled = ("logGroups", "dataSource")
        near = nearest(word.key[:40], spelled)
        reason = f"SOURCE knows no {lexer.shown(word.text)}(…)"
        raise cursor.error(reason, word.span, expected=spelled, nearest=near)
    if not cursor.take(")"):
        raise hints.not_closed(cursor, opened, ")")


def _arguments(cursor: Cursor, lists: Lists) -> None:
    while True:
        token = cursor.token
        if token.key not in _ARGUMENTS:
            near = nearest(token.key[:40], _SPELLED) if token.key else None
            reason = f"logGroups has no argument {lexer.shown(token.text)}"
            reason = reason if token.kind is Kind.WORD else "logGroups needs an argument"
            raise cursor.error(reason, expected=[f"{each}:" for each in _SPELLED], nearest=near)
        cursor.advance()
        if not cursor.take(":", "="):
            raise cursor.error(f"a : is missing after {token.text}")
        lists[_ARGUMENTS[token.key]] += _texts(cursor)
        if not cursor.take(","):
            return


def _texts(cursor: Cursor) -> list[str]:
    """A list of quoted texts, or one alone."""
    if cursor.at_text():
        return [text_of(cursor.advance()).value]
    opened = cursor.token
    if not cursor.take("["):
        raise hints.value_missing(cursor, ("a list such as ['a', 'b']",))
    found: list[str] = []
    while not found or cursor.take(","):
        if not cursor.at_text():
            raise hints.value_missing(cursor, ("a 'text'",))
        found.append(text_of(cursor.advance()).value)
    if not cursor.take("]"):
        raise hints.not_closed(cursor, opened, "]")
    return found


def _time(cursor: Cursor) -> tuple[str, str]:
    """`start=-1d`, `END=1700000000999`, `start='2026-03-01T00:00:00Z'`, as written."""
    key = cursor.advance().key
    cursor.advance()
    if cursor.at_text():
        return key, text_of(cursor.advance()).value
    value = cursor.raw()
    if not value:
        raise cursor.error(f"a time is missing after {key}=", expected=("-1h", "now", "a time"))
    return key, value


def _not_too_many(cursor: Cursor, start: Token, lists: Mapping[str, list[str]]) -> None:
    for what, most in _MOST.items():
        if len(lists[what]) > most:
            named = what.replace("_", " ")
            raise cursor.error(f"SOURCE takes at most {most:,} {named}", cursor.since(start.start))
