"""The commands over rows as they are: addtotals accum autoregress filldown fillmissing outlier
sessionize countFrequent, and relevantfields estimate."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from lambda_triage.insights import lexer
from lambda_triage.insights.error import nearest
from lambda_triage.insights.lexer import Kind
from lambda_triage.insights.parse import hints
from lambda_triage.insights.parse.expressions import expression
from lambda_triage.insights.parse.names import (
    MOST_NAMES,
    alias,
    name,
    names,
    period,
    text_of,
)
from lambda_triage.insights.tree import Estimate, Name, Period, RelevantFields, RowCommand

if TYPE_CHECKING:
    from lambda_triage.insights.lexer import Token
    from lambda_triage.insights.parse.cursor import Cursor

_FLAG = ("true", "false")
_ANY: tuple[str, ...] = ()  # values that the binder reads

# What may stand as name=value: user guide, the page of each command.
_OPTIONS = MappingProxyType(
    {
        "addtotals": {"fieldname": _ANY, "row": _FLAG, "col": _FLAG},
        "autoregress": {"p": _ANY},
        "outlier": {
            "action": ("transform", "remove"),
            "param": _ANY,
            "uselower": _FLAG,
            "mark": _FLAG,
        },
    }
)

Options = tuple[tuple[str, str], ...]


def addtotals(cursor: Cursor, start: Token) -> RowCommand:
    options, found = _mixed(cursor, "addtotals")
    return _command(cursor, start, "addtotals", found, options)


def outlier(cursor: Cursor, start: Token) -> RowCommand:
    options, found = _mixed(cursor, "outlier")
    if not found:
        raise cursor.error("outlier needs a field")
    return _command(cursor, start, "outlier", found, options)


def accum(cursor: Cursor, start: Token) -> RowCommand:
    found = (name(cursor),)
    named = alias(cursor)
    return _command(cursor, start, "accum", found, alias=named)


def autoregress(cursor: Cursor, start: Token) -> RowCommand:
    found = (name(cursor),)
    named = alias(cursor)
    options, more = _mixed(cursor, "autoregress")
    if more:
        raise cursor.error("autoregress takes one field", more[0].span)
    return _command(cursor, start, "autoregress", found, options, alias=named)


def filldown(cursor: Cursor, start: Token) -> RowCommand:
    found: list[Name] = []
    while not cursor.at_end():
        if found and cursor.take(",") and cursor.at_end():
            raise hints.value_missing(cursor, ("a field",))
        found.append(_wildcard(cursor))
        _few(cursor, found)
    return _command(cursor, start, "filldown", tuple(found))


def fillmissing(cursor: Cursor, start: Token) -> RowCommand:
    found: list[Name] = []
    options: list[tuple[str, str]] = []
    value: str | None = None
    while not cursor.at_end():
        if cursor.take("with"):
            value = _value(cursor)
            if not cursor.take("for"):
                raise cursor.error("fillmissing needs for and a field after the value")
        if value is None:
            raise hints.unexpected(cursor, ("with value for field",))
        found.append(name(cursor))
        options.append((found[-1].name, value))
        _few(cursor, found)
        if not cursor.take(","):
            break
    return _command(cursor, start, "fillmissing", tuple(found), tuple(options))


def sessionize(cursor: Cursor, start: Token) -> RowCommand:
    found = names(cursor)
    span: Period | None = None
    named: Name | None = None
    while cursor.at("maxspan", "as"):
        if cursor.at("as"):
            named = alias(cursor)
            continue
        cursor.advance()
        cursor.take("=")
        span = period(cursor)
        if span is None:
            raise hints.value_missing(cursor, ("a period such as 30m",))
    return _command(cursor, start, "sessionize", found, alias=named, maxspan=span)


def count_frequent(cursor: Cursor, start: Token) -> RowCommand:
    found = names(cursor)
    return _command(cursor, start, "countFrequent", found)


def relevant_fields(cursor: Cursor, start: Token) -> RelevantFields:
    found = () if cursor.at("where") else names(cursor)
    if not cursor.take("where"):
        raise cursor.error("relevantfields needs where and a condition")
    condition = expression(cursor)
    return RelevantFields(span=cursor.since(start.start), names=found, condition=condition)


def estimate(cursor: Cursor, start: Token) -> Estimate:
    return Estimate(span=start.span)


def _command(
    cursor: Cursor,
    start: Token,
    command: str,
    found: tuple[Name, ...],
    options: Options = (),
    *,
    alias: Name | None = None,
    maxspan: Period | None = None,
) -> RowCommand:
    return RowCommand(
        span=cursor.since(start.start),
        command=command,
        names=found,
        options=options,
        alias=alias,
        maxspan=maxspan,
    )


def _mixed(cursor: Cursor, command: str) -> tuple[Options, tuple[Name, ...]]:
    """Options and fields in any order, with or without commas."""
    options: list[tuple[str, str]] = []
    found: list[Name] = []
    while not cursor.at_end():
        if found and cursor.take(",") and cursor.at_end():
            raise hints.value_missing(cursor, ("a field",))
        if cursor.token.kind is Kind.WORD and cursor.peek().key == "=":
            options.append(_option(cursor, command))
        elif cursor.token.kind is Kind.WORD:
            found.append(name(cursor))
            _few(cursor, found)
        else:
            raise hints.unexpected(
                cursor, ("a field", *(f"{each}=…" for each in _OPTIONS[command]))
            )
    return tuple(options), tuple(found)


def _option(cursor: Cursor, command: str) -> tuple[str, str]:
    known = _OPTIONS[command]
    token = cursor.token
    if token.key not in known:
        raise cursor.error(
            f"{command} has no option {lexer.shown(token.text)}",
            expected=[f"{each}=" for each in known],
            nearest=nearest(token.text[:40], known),
        )
    return token.key, option_value(cursor, known[token.key])


def option_value(cursor: Cursor, allowed: tuple[str, ...] = ()) -> str:
    """What stands behind `name=`: a word in lower case where only some are allowed."""
    option = cursor.advance()
    cursor.advance()
    where = cursor.token.start
    quoted = cursor.at_text()
    value = text_of(cursor.advance()).value if quoted else cursor.raw()
    if not value:
        raise cursor.error(f"a value is missing after {option.text}=", expected=allowed)
    if not allowed:
        return value
    if value.lower() not in allowed:
        reason = f"{option.text} cannot be {lexer.shown(value)}"
        raise cursor.error(reason, cursor.since(where), expected=allowed)
    return value.lower()


def _wildcard(cursor: Cursor) -> Name:
    """A field, or several by `*`: `duration*`."""
    start = cursor.token.start
    plain = cursor.token.kind is Kind.WORD and not _glued_star(cursor)
    if plain:
        return name(cursor)
    if not cursor.at("*") and cursor.token.kind is not Kind.WORD:
        raise hints.unexpected(cursor, ("a field", "a field with *"))
    text = cursor.raw()
    return Name(span=cursor.since(start), name=text, parts=tuple(text.split(".")))


def _glued_star(cursor: Cursor) -> bool:
    ahead = cursor.peek()
    return ahead.key == "*" and ahead.start == cursor.token.end


def _value(cursor: Cursor) -> str:
    """A constant as text."""
    token = cursor.token
    if token.kind is Kind.TEXT:
        return text_of(cursor.advance()).value
    sign = "-" if cursor.take("-") else ""
    if cursor.token.kind is not Kind.NUMBER and (sign or not cursor.at("true", "false")):
        raise hints.value_missing(cursor, ("a number", 'a "text"'))
    return sign + cursor.advance().text


def _few(cursor: Cursor, found: list[Name]) -> None:
    if len(found) > MOST_NAMES:
        raise cursor.error(f"more than {MOST_NAMES:,} fields", found[-1].span)
