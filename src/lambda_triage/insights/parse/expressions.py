"""Values and conditions, by the strength of their operators.

From weak to strong: or, and, not, comparisons (which do not chain), + -, * / %, unary minus, ^
(which groups to the right). The service does not say; this is the usual order.
"""

from __future__ import annotations

from math import isfinite
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec.structs import replace

from lambda_triage.insights import lexer
from lambda_triage.insights.lexer import Kind, Token
from lambda_triage.insights.parse import hints
from lambda_triage.insights.parse.names import (
    MOST_NAMES,
    MOST_PARTS,
    name_of,
    period,
    text_of,
)
from lambda_triage.insights.parse.regexes import regex
from lambda_triage.insights.tree import (
    Binary,
    Call,
    Expression,
    In,
    Like,
    Number,
    Part,
    Query,
    Regex,
    Span,
    Text,
    Truth,
    Unary,
)

if TYPE_CHECKING:
    from lambda_triage.insights.parse.cursor import Cursor

OR, AND, NOT, COMPARE, ADD, MULTIPLY, NEGATE, POWER = range(1, 9)
LEVELS = MappingProxyType(
    {"or": OR, "and": AND}
    | dict.fromkeys(("=", "==", "!=", "<", "<=", ">", ">=", "=~", "~=", "like", "in"), COMPARE)
    | dict.fromkeys("+-", ADD)
    | dict.fromkeys("*/%", MULTIPLY)
    | {"^": POWER}
)
MOST_IN_A_ROW = 100  # signs of arithmetic without parentheses; and, or are not limited
MOST_CHOICES = 10_000  # of `in`

# Words that are a field only where nothing follows that they could introduce.
_BETWEEN = frozenset(("like", "in", "as", "by"))
_BEGINS_TEXT = frozenset(("(", "[", "/", "-", "!"))


def expression(cursor: Cursor, level: int = OR) -> Expression:
    """The longest value here whose operators are at least this strong."""
    start = cursor.token.start
    left = _prefix(cursor, level)
    compared = in_a_row = 0
    while (strength := _strength(cursor)) >= level:
        if strength <= AND:
            left = _joined(cursor, left, strength, start)
        elif strength == COMPARE:
            compared += 1
            if compared > 1:
                raise cursor.error("comparisons do not chain; join two with and")
            left = _comparison(cursor, left, start)
        else:
            in_a_row += 1
            if in_a_row > MOST_IN_A_ROW:
                raise cursor.error(
                    f"more than {MOST_IN_A_ROW} operators in a row; compute a part before"
                )
            left = _arithmetic(cursor, left, strength, start)
    return left


def operand(cursor: Cursor) -> Expression:
    """One value without operators, so that a slash behind it begins a regex."""
    return _prefix(cursor, POWER)


def _strength(cursor: Cursor) -> int:
    if cursor.at("not"):
        return COMPARE if cursor.peek().key in {"like", "in"} else 0
    return LEVELS.get(cursor.token.key, 0)


def _joined(cursor: Cursor, left: Expression, strength: int, start: int) -> Expression:
    """All of a chain of and, or of or, as a tree of least height: long chains stay walkable."""
    operator = cursor.token.key
    parts = [(left, cursor.since(start))]
    while cursor.take(operator):
        begin = cursor.token.start
        part = expression(cursor, strength + 1)
        parts.append((part, cursor.since(begin)))
    return _balanced(operator, parts)[0]


def _balanced(operator: str, parts: list[tuple[Expression, Span]]) -> tuple[Expression, Span]:
    """Halves of halves, the first half the longer one; three are grouped to the left."""
    if len(parts) == 1:
        return parts[0]
    half = (len(parts) + 1) // 2
    left, first = _balanced(operator, parts[:half])
    right, last = _balanced(operator, parts[half:])
    span = Span(first.start, last.end)
    return Binary(span=span, operator=operator, left=left, right=right), span


def _arithmetic(cursor: Cursor, left: Expression, strength: int, start: int) -> Expression:
    operator = cursor.advance().key
    if strength == POWER:  # 2 ^ 3 ^ 2 is 2 ^ 9
        cursor.deeper()
        right = expression(cursor, POWER)
        cursor.shallower()
    else:
        right = expression(cursor, strength + 1)
    return Binary(span=cursor.since(start), operator=operator, left=left, right=right)


def _comparison(cursor: Cursor, left: Expression, start: int) -> Expression:
    negated = cursor.take("not")
    token = cursor.advance()
    if token.key == "in":
        return _in(cursor, left, negated, start)
    if token.key in {"like", "=~", "~="}:
        pattern = _like_pattern(cursor, token)
        span = cursor.since(start)
        return Like(span=span, operand=left, pattern=pattern, negated=negated)
    if cursor.at("/"):
        hints.comment(cursor)
        raise cursor.error(f"{token.text} takes no regex; write like /…/", _regex_span(cursor))
    if cursor.at("=", "==") and cursor.token.start == token.end:
        raise cursor.error(
            f"{token.text}{cursor.token.text} is written =", cursor.since(token.start)
        )
    if cursor.at("null") and cursor.peek().key != "(":
        raise cursor.error("null is not a value; write ispresent(field) or not ispresent(field)")
    right = expression(cursor, COMPARE + 1)
    operator = "=" if token.key == "==" else token.key
    return Binary(span=cursor.since(start), operator=operator, left=left, right=right)


def _regex_span(cursor: Cursor) -> Span:
    found = cursor.regex()
    return Span(found.start(), found.end())


def _like_pattern(cursor: Cursor, operator: Token) -> Text | Regex:
    if cursor.at("/"):
        return regex(cursor)
    if cursor.at_text():
        return text_of(cursor.advance())
    raise cursor.error(f'{operator.text} takes a "text" or /regex/')


def _in(cursor: Cursor, left: Expression, negated: bool, start: int) -> In:
    choices: tuple[Expression, ...] | Query
    if cursor.at("["):
        choices = _list(cursor)
    elif cursor.at("("):
        choices = _in_query(cursor)
    else:
        raise cursor.error('in takes a list, such as [1, "b"], or a subquery in parentheses')
    return In(span=cursor.since(start), operand=left, choices=choices, negated=negated)


def _list(cursor: Cursor) -> tuple[Expression, ...]:
    opened = cursor.advance()
    if cursor.at("]"):
        raise cursor.error("a list has at least one value", expected=hints.VALUES)
    cursor.deeper()
    choices = [expression(cursor)]
    while cursor.take(","):
        choices.append(expression(cursor))
        if len(choices) > MOST_CHOICES:
            raise cursor.error(f"a list has at most {MOST_CHOICES:,} values", choices[-1].span)
    cursor.shallower()
    if not cursor.take("]"):
        raise hints.not_closed(cursor, opened, "]")
    return tuple(choices)


def _in_query(cursor: Cursor) -> Query:
    from lambda_triage.insights.parse.queries import begins_query, subquery

    if not begins_query(cursor):
        raise cursor.error('a list stands in square brackets: in [1, "b"]')
    return subquery(cursor)


def _prefix(cursor: Cursor, level: int) -> Expression:
    token = cursor.token
    if found := period(cursor):
        return found
    if token.kind is Kind.NUMBER:
        return _number(cursor)
    if token.kind is Kind.TEXT:
        return text_of(cursor.advance())
    if token.key == "(":
        return _group(cursor)
    if token.key in {"-", "!", "not"}:
        return _unary(cursor, level)
    if token.key == "/":
        hints.comment(cursor)
        return regex(cursor)
    if token.kind is Kind.WORD and not _only_between(cursor):
        return _word(cursor)
    raise hints.value_missing(cursor)


def _only_between(cursor: Cursor) -> bool:
    """Whether the word here can only stand between two values, the first of which is missing."""
    if cursor.token.key in {"and", "or"}:
        return True
    if cursor.token.key not in _BETWEEN:
        return False
    ahead = cursor.peek()
    if ahead.kind is Kind.SYMBOL:
        return ahead.key in _BEGINS_TEXT
    return ahead.kind is not Kind.END and ahead.key not in {"as", "asc", "desc", "by", *LEVELS}


def _unary(cursor: Cursor, level: int) -> Unary:
    if cursor.at("-") and cursor.previous.key == "-":
        hints.comment(cursor)
    token = cursor.advance()
    operator = "-" if token.key == "-" else "not"
    cursor.deeper()
    value = expression(cursor, max(level, NEGATE if operator == "-" else NOT))
    cursor.shallower()
    return Unary(span=cursor.since(token.start), operator=operator, operand=value)


def _group(cursor: Cursor) -> Expression:
    opened = cursor.advance()
    cursor.deeper()
    value = expression(cursor)
    cursor.shallower()
    if cursor.at(","):
        raise cursor.error("a list stands in square brackets, and only after in")
    if not cursor.take(")"):
        raise hints.not_closed(cursor, opened, ")")
    return value


def _number(cursor: Cursor) -> Number:
    token = cursor.advance()
    value = float(token.text)
    if not isfinite(value):
        raise cursor.error("this number is too large", token.span)
    return Number(span=token.span, value=value, text=token.text)


def _word(cursor: Cursor) -> Expression:
    token = cursor.advance()
    if cursor.at("(") and token.key:
        return _places(cursor, _call(cursor, token))
    if token.key in {"true", "false"}:
        return Truth(span=token.span, value=token.key == "true")
    return name_of(cursor, token)


def _call(cursor: Cursor, function: Token) -> Call:
    opened = cursor.advance()
    name_of(cursor, function)  # for its length
    args: list[Expression] = []
    star = cursor.at("*")
    if star:
        cursor.advance()
    elif not cursor.at(")"):
        args = _arguments(cursor)
    if not cursor.take(")"):
        if star:
            raise cursor.error("* stands alone between parentheses: count(*)")
        raise hints.not_closed(cursor, opened, ")")
    span = cursor.since(function.start)
    return Call(span=span, function=function.text, args=tuple(args), star=star)


def _places(cursor: Cursor, call: Call) -> Expression:
    """`jsonParse(f).a.b`, `jsonParse(f)[0]`: without a blank behind the call."""
    parts: list[str] = []
    while cursor.token.start == cursor.previous.end:
        token = cursor.token
        if token.kind is Kind.WORD and token.text[0] == "." and len(token.text) > 1:
            cursor.advance()
            parts += name_of(cursor, replace(token, text=token.text[1:])).parts
        elif token.key == "[" and cursor.peek().text.isdecimal():
            cursor.advance()
            parts.append(cursor.advance().text)
            if not cursor.take("]"):
                raise hints.not_closed(cursor, token, "]")
        else:
            break
    if not parts:
        return call
    if len(parts) > MOST_PARTS:
        raise cursor.error(f"at most {MOST_PARTS} steps into a value", cursor.since(call.span.end))
    return Part(span=cursor.since(call.span.start), operand=call, parts=tuple(parts))


def _arguments(cursor: Cursor) -> list[Expression]:
    cursor.deeper()
    _no_distinct(cursor)
    args = [expression(cursor)]
    while cursor.take(","):
        args.append(expression(cursor))
        if len(args) > MOST_NAMES:
            raise cursor.error(f"more than {MOST_NAMES:,} arguments", args[-1].span)
    cursor.shallower()
    return args


def _no_distinct(cursor: Cursor) -> None:
    if cursor.at("distinct") and cursor.peek().kind is Kind.WORD:
        wanted = lexer.shown(cursor.peek().text)
        raise cursor.error(f"distinct is part of the function's name: count_distinct({wanted})")
