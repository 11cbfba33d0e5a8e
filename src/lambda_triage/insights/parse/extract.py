"""The commands that take values apart: parse pattern unnest expand unmask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.insights.lexer import Kind
from lambda_triage.insights.parse import hints
from lambda_triage.insights.parse.expressions import expression, operand
from lambda_triage.insights.parse.names import name, names, text_of
from lambda_triage.insights.parse.regexes import regex
from lambda_triage.insights.tree import (
    Expression,
    Name,
    ParseGlob,
    ParseRegex,
    Pattern,
    Text,
    Unmask,
    Unnest,
)

if TYPE_CHECKING:
    from lambda_triage.insights.lexer import Token
    from lambda_triage.insights.parse.cursor import Cursor

_FORMS = ('a pattern such as "user=* id=*"', "/regex/")
_ABSENT = frozenset(("logfmt", "csv", "xml"))


def parse(cursor: Cursor, start: Token) -> ParseGlob | ParseRegex:
    _absent(cursor)
    value: Expression | None = None
    if not cursor.at_text() and not cursor.at("/"):
        if cursor.at_end():
            raise hints.value_missing(cursor, ("a field", *_FORMS))
        value = operand(cursor)
        _absent(cursor)
    if cursor.at("/"):
        return _regex(cursor, start, value)
    if cursor.at_text():
        return _glob(cursor, start, value)
    if cursor.at_end() or cursor.at("as"):
        raise cursor.error("parse needs a pattern after the field", expected=_FORMS)
    raise hints.unexpected(cursor, _FORMS)


def pattern(cursor: Cursor, start: Token) -> Pattern:
    value = expression(cursor)
    return Pattern(span=cursor.since(start.start), operand=value)


def unnest(cursor: Cursor, start: Token) -> Unnest:
    value = name(cursor)
    if not cursor.take("into"):
        raise cursor.error("unnest needs a name for the element: unnest list into element")
    into = name(cursor, "the name")
    return Unnest(span=cursor.since(start.start), operand=value, into=into)


def expand(cursor: Cursor, start: Token) -> Unnest:
    value = name(cursor)
    return Unnest(span=cursor.since(start.start), operand=value, into=value)


def unmask(cursor: Cursor, start: Token) -> Unmask:
    value = expression(cursor)
    return Unmask(span=cursor.since(start.start), operand=value)


def _glob(cursor: Cursor, start: Token, value: Expression | None) -> ParseGlob:
    token = cursor.advance()
    text = text_of(token)
    places = text.value.count("*")
    if not places:
        raise cursor.error("a pattern has a * for each value that it takes", token.span)
    if not cursor.take("as"):
        raise cursor.error("parse needs as and a name for each *", expected=(_as(places),))
    found = names(cursor, "the name")
    _as_many(cursor, text, places, found)
    return ParseGlob(span=cursor.since(start.start), operand=value, pattern=text, names=found)


def _as_many(cursor: Cursor, text: Text, places: int, found: tuple[Name, ...]) -> None:
    if places != len(found):
        names_ = "1 name stands" if len(found) == 1 else f"{len(found)} names stand"
        raise cursor.error(
            f"the pattern has {places} * and {names_} after as; there must be as many",
            cursor.since(text.span.start),
        )


def _as(places: int) -> str:
    named = ", ".join(f"name{index + 1}" for index in range(min(places, 3)))
    return f"as {named}{', …' if places > 3 else ''}"


def _regex(cursor: Cursor, start: Token, value: Expression | None) -> ParseRegex:
    expr = regex(cursor)
    if "(" not in expr.pattern:
        raise cursor.error("the regex takes nothing; write a group (?<name>…)", expr.span)
    found = names(cursor, "the name") if cursor.take("as") else ()
    multi = cursor.take("multi")
    span = cursor.since(start.start)
    return ParseRegex(span=span, operand=value, pattern=expr, names=found, multi=multi)


def _absent(cursor: Cursor) -> None:
    """`parse f logfmt as m`, and the same with the words in another order."""
    ahead = cursor.peek().kind if cursor.token.kind is Kind.WORD else Kind.END
    named = cursor.at(*_ABSENT) and (cursor.previous.key != "parse" or ahead is Kind.WORD)
    if named:
        word = cursor.token.text
        raise cursor.error(f"parse … {word} is not implemented; use a pattern with * or a /regex/")
