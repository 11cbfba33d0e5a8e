"""The commands that bring in columns from elsewhere: join lookup cidrlookup appendcols."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.insights import lexer
from lambda_triage.insights.lexer import Kind
from lambda_triage.insights.parse import hints
from lambda_triage.insights.parse.names import MOST_NAMES, alias, name, text_of
from lambda_triage.insights.parse.queries import subquery
from lambda_triage.insights.parse.rows import option_value
from lambda_triage.insights.parse.sources import source
from lambda_triage.insights.tree import AppendCols, Join, Lookup, Name, Source

if TYPE_CHECKING:
    from lambda_triage.insights.error import QueryError
    from lambda_triage.insights.lexer import Token
    from lambda_triage.insights.parse.cursor import Cursor

MOST_APPENDED = 100_000  # rows of appendcols: user guide, its page
_JOIN = "join type=inner left=a right=b where a.field=b.field (SOURCE 'group')"
_JOINS = ("inner", "left")

Pairs = tuple[tuple[Name, Name], ...]


def join(cursor: Cursor, start: Token) -> Join:
    kind = "inner"
    sides: dict[str, Name] = {}
    while cursor.at("type", "left", "right") and cursor.peek().key == "=":
        if cursor.at("type"):
            kind = option_value(cursor, _JOINS)
        else:
            side = cursor.advance().key
            cursor.advance()
            sides[side] = name(cursor, "the name of a side")
    if len(sides) < 2 or not cursor.take("where"):
        raise _not_a_join(cursor)
    left, right = sides["left"], sides["right"]
    if left.name == right.name:
        raise cursor.error("the two sides of a join need two names", right.span)
    keys = _join_keys(cursor, left, right)
    events = _join_source(cursor)
    return Join(
        span=cursor.since(start.start),
        kind=kind,
        left=left,
        right=right,
        left_key=keys[0],
        right_key=keys[1],
        source=events,
    )


def lookup(cursor: Cursor, start: Token) -> Lookup:
    network = start.key == "cidrlookup"
    table = _table(cursor)
    pairs = _pairs(cursor, ends=("output", "outputnew"))
    # `lookup` names the column first, `cidrlookup` the field.
    keys = tuple((second, first) for first, second in pairs) if network else pairs
    if not cursor.at("output", "outputnew"):
        raise cursor.error(f"{start.text} needs OUTPUT and the columns of the table that it adds")
    fill = cursor.advance().key == "outputnew"
    outputs = _pairs(cursor, ends=())
    return Lookup(
        span=cursor.since(start.start),
        table=table,
        keys=keys,
        outputs=outputs,
        network=network,
        fill=fill,
    )


def appendcols(cursor: Cursor, start: Token) -> AppendCols:
    override, most = False, 10_000
    while cursor.token.kind is Kind.WORD and cursor.peek().key == "=":
        if cursor.at("override"):
            override = option_value(cursor, ("true", "false")) == "true"
        elif cursor.at("max"):
            most = _most(cursor)
        else:
            known = ("override=", "max=")
            raise cursor.error(
                f"appendcols has no option {lexer.shown(cursor.token.text)}", expected=known
            )
    if not cursor.at("("):
        raise cursor.error("appendcols needs a subquery in parentheses: appendcols (stats … )")
    query = subquery(cursor)
    return AppendCols(span=cursor.since(start.start), query=query, override=override, most=most)


def _most(cursor: Cursor) -> int:
    text = option_value(cursor)
    fits = text.isdecimal() and text.isascii() and len(text) <= len(str(MOST_APPENDED))
    if not fits or not 1 <= int(text) <= MOST_APPENDED:
        raise cursor.error(f"max is a number from 1 to {MOST_APPENDED:,}", cursor.previous.span)
    return int(text)


def _not_a_join(cursor: Cursor) -> QueryError:
    if cursor.token.kind is Kind.WORD and cursor.peek().key == "=":
        reason = f"join has no option {lexer.shown(cursor.token.text)}"
        return cursor.error(reason, expected=("type=", "left=", "right="))
    return cursor.error(f"join is written {_JOIN}")


def _join_keys(cursor: Cursor, left: Name, right: Name) -> tuple[Name, Name]:
    """The field of each side, whichever stands first."""
    first = name(cursor)
    if not cursor.take("=", "=="):
        raise cursor.error("a join compares one field of each side with =")
    second = name(cursor)
    if cursor.at("and", "or"):
        raise cursor.error("a join compares one field of each side, no more")
    if _is_of(second, left) and _is_of(first, right):
        first, second = second, first
    for key, side in ((first, left), (second, right)):
        if not _is_of(key, side):
            raise cursor.error(f"this field should begin with {side.name}.", key.span)
    return _without_side(first), _without_side(second)


def _is_of(key: Name, side: Name) -> bool:
    return len(key.parts) > 1 and key.parts[0] == side.name


def _without_side(key: Name) -> Name:
    return Name(span=key.span, name=".".join(key.parts[1:]), parts=key.parts[1:])


def _join_source(cursor: Cursor) -> Source:
    opened = cursor.token
    if not cursor.take("(") or not cursor.at("source"):
        raise cursor.error("the right side of a join stands in parentheses: (SOURCE 'log group')")
    found = source(cursor, cursor.advance())
    if cursor.at("|"):
        raise cursor.error("the right side of a join is SOURCE alone, without commands")
    if not cursor.take(")"):
        raise hints.not_closed(cursor, opened, ")")
    return found


def _table(cursor: Cursor) -> Name:
    if not cursor.at_text():
        return name(cursor, "a table")
    text = text_of(cursor.advance())
    if not text.value:
        raise cursor.error("a table is missing", text.span)
    return Name(span=text.span, name=text.value, parts=(text.value,))


def _pairs(cursor: Cursor, ends: tuple[str, ...]) -> Pairs:
    """`a as b, c`; a name alone stands for both."""
    found: list[tuple[Name, Name]] = []
    while True:
        if cursor.at(*ends):
            raise hints.value_missing(cursor, ("a field",))
        first = name(cursor)
        found.append((first, alias(cursor) or first))
        if len(found) > MOST_NAMES:
            raise cursor.error(f"more than {MOST_NAMES:,} fields", first.span)
        if not cursor.take(","):
            return tuple(found)
