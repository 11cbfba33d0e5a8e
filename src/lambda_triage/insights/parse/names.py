"""Names, periods and quoted texts: the leaves that every command reads."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from lambda_triage.insights import lexer
from lambda_triage.insights.lexer import Kind
from lambda_triage.insights.tree import Name, Period, Text

if TYPE_CHECKING:
    from lambda_triage.insights.lexer import Token
    from lambda_triage.insights.parse.cursor import Cursor

MOST_CHARACTERS = 1_000  # of a name
MOST_PARTS = 100  # steps into JSON
MOST_NAMES = 1_000  # in a list of names
_MOST_DIGITS = 12  # of a period's count: 10^12 ms are 31 years

# "Period token": user guide, page of functions; a plural where the unit is longer than one letter.
_SPELLINGS = MappingProxyType(
    {
        "ms": ("ms", "msec", "millisecond"),
        "s": ("s", "sec", "second"),
        "m": ("m", "min", "minute"),
        "h": ("h", "hr", "hour"),
        "d": ("d", "day"),
        "w": ("w", "week"),
        "mo": ("mo", "mon", "month"),
        "q": ("q", "qtr", "quarter"),
        "y": ("y", "yr", "year"),
    }
)
UNITS = MappingProxyType(
    {
        spelling + plural: unit
        for unit, spellings in _SPELLINGS.items()
        for spelling in spellings
        for plural in ("", "s")
        if not plural or len(spelling) > 1
    }
)

_PERIOD = re.compile(r"(\d+)([A-Za-z]+)", re.ASCII)
_ESCAPED = re.compile(r"""\\(["'\\])""")
_WHOLE = re.compile(r"(?:[^.`\[]++|@*+`[^`]++`)(?:\.(?:[^.`\[]++|`[^`]++`)|\[\d+\])*+")
_PART = re.compile(r"(@*+`[^`]*`)|\[(\d+)\]|([^.`\[]+)")


def name(cursor: Cursor, what: str = "a field") -> Name:
    """A name that must stand here; any bare word is one."""
    token = cursor.token
    if token.kind is Kind.WORD:
        cursor.advance()
        return name_of(cursor, token)
    if token.kind is Kind.TEXT:
        raise cursor.error(f"{what} stands in backticks, not in quotes")
    known = ("a name", "a name in `backticks`")
    raise cursor.error(f"{what} is missing{cursor.after()}", expected=known)


def names(cursor: Cursor, what: str = "a field") -> tuple[Name, ...]:
    """Names between commas."""
    found = [name(cursor, what)]
    while cursor.take(","):
        found.append(name(cursor, what))
        if len(found) > MOST_NAMES:
            raise cursor.error(f"more than {MOST_NAMES:,} names", found[-1].span)
    return tuple(found)


def alias(cursor: Cursor) -> Name | None:
    """`as name`, where it stands here."""
    return name(cursor, "the name") if cursor.take("as") else None


def name_of(cursor: Cursor, token: Token) -> Name:
    """The name that a word is, split at dots outside of backticks."""
    if len(token.text) > MOST_CHARACTERS:
        raise cursor.error(f"a name has at most {MOST_CHARACTERS:,} characters", token.span)
    if not _WHOLE.fullmatch(token.text):
        raise cursor.error(f"a part of the name {lexer.shown(token.text)} is empty", token.span)
    parts = [
        quoted.replace("`", "") or place or bare
        for quoted, place, bare in _PART.findall(token.text)
    ]
    if len(parts) > MOST_PARTS:
        raise cursor.error(f"a name has at most {MOST_PARTS} parts between dots", token.span)
    return Name(span=token.span, name=".".join(parts), parts=tuple(parts))


def period(cursor: Cursor) -> Period | None:
    """`5m` or `90 seconds`, where one stands here."""
    token = cursor.token
    found = _PERIOD.fullmatch(token.text) if token.kind is Kind.WORD else None
    if found and (unit := UNITS.get(found[2].lower())):
        cursor.advance()
        return _period(cursor, token.start, found[1], unit)
    if token.kind is not Kind.NUMBER or not token.text.isdecimal():
        return None
    if unit := UNITS.get(cursor.peek().key):
        cursor.advance()
        cursor.advance()
        return _period(cursor, token.start, token.text, unit)
    return None


def _period(cursor: Cursor, start: int, digits: str, unit: str) -> Period:
    span = cursor.since(start)
    if len(digits.lstrip("0")) > _MOST_DIGITS:
        raise cursor.error("a period this long is not possible", span)
    if not int(digits):
        raise cursor.error("a period is at least 1 long", span)
    return Period(span=span, count=int(digits), unit=unit)


def text_of(token: Token) -> Text:
    """A quoted text; a backslash escapes quotes and itself, and is itself elsewhere."""
    return Text(span=token.span, value=_ESCAPED.sub(r"\1", token.text[1:-1]))
