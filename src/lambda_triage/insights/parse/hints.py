"""What to say where a query cannot go on: habits of SQL and of other languages by name."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from lambda_triage.insights import lexer
from lambda_triage.insights.error import nearest
from lambda_triage.insights.lexer import Kind, Token
from lambda_triage.insights.parse.names import UNITS
from lambda_triage.insights.tree import Span
from lambda_triage.insights.vocabulary import ABSENT, COMMANDS, FUNCTION

if TYPE_CHECKING:
    from lambda_triage.insights.error import QueryError
    from lambda_triage.insights.parse.cursor import Cursor

COMMAND_WORDS = frozenset(each.lower() for each in (*COMMANDS, *ABSENT))
COMMA = "a comma"
VALUES = ("a field", "a number", 'a "text"', "a function", "(")

_SIGNS = MappingProxyType(
    {
        "&&": "&& is written and",
        "&": "& is written and",
        "||": "|| is written or; a | between two commands stands alone",
        "<>": "<> is written !=",
        "!~": "!~ is written not like /…/",
        ";": "a query has no ; at its end",
        ":": "a text that holds : stands in quotes",
        "=": "= has nothing to its left",
        "[": "[ stands only after in: field in [1, 2]",
    }
)
_BEHIND_VALUE = MappingProxyType(
    {
        "!": "! stands before a condition; not like and not in are written out",
        "is": "is does not exist; write ispresent(field) or not ispresent(field)",
        "between": "between does not exist; write field >= 1 and field <= 2",
        "ilike": "ilike does not exist; write like /(?i)text/",
        "contains": 'contains is written like "text"',
        "matches": "matches is written like /regex/",
        "regexp": "regexp is written like /regex/",
        "rlike": "rlike is written like /regex/",
        "xor": "xor does not exist; write (a or b) and not (a and b)",
        "having": "having is a | filter after stats",
        "from": "from does not exist; a query begins with SOURCE 'log group'",
        "group": "group by stands in stats: stats count(*) group by field",
        "by": "by stands in stats: stats count(*) by field",
        "not": "not stands before a condition, or before like and in",
        "equals": "equals is written =",
        "eq": "eq is written =",
        "ne": "ne is written !=",
        "gt": "gt is written >",
        "lt": "lt is written <",
        "div": "div is written /",
        "mod": "mod is written %",
        "ascending": "ascending is written asc",
        "descending": "descending is written desc",
    }
)
_FOREIGN_COMMANDS = MappingProxyType(
    {
        "select": "select is SQL; write fields, and stats for aggregates",
        "from": "from is SQL; write SOURCE 'log group' at the start",
        "having": "having is SQL; a filter after stats does that",
        "group": "group by stands in stats: stats count(*) by field",
        "by": "by stands in stats: stats count(*) by field",
        "with": "with is SQL; write SOURCE 'log group' | …",
        "project": "project is written display",
        "extend": "extend is written fields",
        "eval": "eval is written fields … as name",
        "rename": "rename is written fields … as name",
        "summarize": "summarize is written stats",
        "summarise": "summarise is written stats",
        "take": "take is written limit",
        "top": "top is written sort … desc | limit",
        "rex": "rex is written parse",
        "grep": "grep is written filter @message like /…/",
        "and": "and joins conditions inside one filter",
        "or": "or joins conditions inside one filter",
        "not": "not stands after filter",
        "uniq": "uniq is written dedup",
        "distinct": "distinct is written dedup, or count_distinct(field) in stats",
    }
)
_LONG = 40  # characters of a word that are compared with known names
_INFIX = ("and", "or", "not", "like", "in", "as", "by", "asc", "desc")


def unexpected(cursor: Cursor, expected: tuple[str, ...]) -> QueryError:
    """Something stands behind a value that cannot stand there."""
    token = cursor.token
    comment(cursor)
    if token.key == ")":
        return cursor.error("this ) closes nothing")
    if token.kind is Kind.WORD and token.key in COMMAND_WORDS:
        return cursor.error(f"a | is missing before {token.text}")
    if token.key in _SIGNS and token.key != "=":
        return cursor.error(_SIGNS[token.key])
    if token.key in _BEHIND_VALUE:
        return cursor.error(_BEHIND_VALUE[token.key])
    if token.kind is Kind.END:
        return cursor.error("the query ends too early", expected=expected)
    before = cursor.previous
    if before.kind is Kind.TEXT and before.end == token.start:
        if before.text.startswith("/") and token.kind is Kind.WORD:
            return cursor.error("flags stand inside the regex: /(?i)…/")
        return cursor.error("the text ends here; a quote inside it is written \\' or \\\"")
    reason = f"{lexer.shown(token.text)} cannot stand here"
    return cursor.error(reason, expected=expected, nearest=_meant(before, token))


def _meant(before: Token, token: Token) -> str | None:
    """What a piece behind a value was probably meant to be."""
    if token.kind is Kind.WORD and token.key not in _INFIX:
        if near := nearest(token.key[:_LONG], _INFIX):
            return near
        if before.kind is Kind.NUMBER:
            return nearest(token.key[:_LONG], UNITS)
    called = before.kind is Kind.WORD and before.key in FUNCTION and token.kind is not Kind.SYMBOL
    return f"{before.text}(…)" if called else None


def value_missing(cursor: Cursor, expected: tuple[str, ...] = VALUES) -> QueryError:
    """Something stands where a value should begin."""
    token = cursor.token
    comment(cursor)
    if told := _SIGNS.get(token.key) if token.key != "=" else None:
        return cursor.error(told)
    if token.kind is Kind.END or token.key in {"|", ")", "]", ","} or not token.text:
        return cursor.error(f"a value is missing{cursor.after()}", expected=expected)
    return cursor.error(f"a value is missing before {lexer.shown(token.text)}", expected=expected)


def not_closed(cursor: Cursor, opened: Token, sign: str) -> QueryError:
    """The query or command ends inside brackets."""
    if cursor.at_end():
        return cursor.error(f"this {opened.text} is not closed; {sign} is missing", opened.span)
    return unexpected(cursor, (sign, COMMA, "an operator"))


def no_command(cursor: Cursor) -> QueryError:
    """No command begins here."""
    token = cursor.token
    comment(cursor)
    if token.kind is Kind.END:
        return cursor.error(
            "the query is empty; write a command, such as fields @timestamp, @message"
        )
    if token.key in {"|", "||"}:
        return cursor.error("a command is missing before this |", expected=COMMANDS[:4])
    if token.key == "source":
        return cursor.error("SOURCE stands once, at the start of the query")
    if told := ABSENT.get(token.key):
        return cursor.error(f"{token.key} is not implemented: {told}")
    if told := _FOREIGN_COMMANDS.get(token.key):
        return cursor.error(told)
    if function := FUNCTION.get(token.key):
        way = "stats" if function.aggregate else "fields"
        return cursor.error(
            f"{token.text} is a function, not a command; write {way} {token.text}(…)"
        )
    glued, at, _ = token.key.partition("@")
    if at and glued in COMMAND_WORDS:
        return cursor.error(f"a blank is missing after {token.text[: len(glued)]}")
    if near := nearest(token.key[:_LONG], (*COMMANDS, *ABSENT)):
        return cursor.error(f"{lexer.shown(token.text)} is not a command", nearest=near)
    if token.kind is Kind.WORD and _compares(cursor.peek()):
        return cursor.error(f"a command is missing before {lexer.shown(token.text)}; write filter")
    return cursor.error(f"{lexer.shown(token.text)} is not a command", expected=COMMANDS)


def comment(cursor: Cursor) -> None:
    """Stop at what other languages call a comment; it may begin at the token before."""
    token, before = cursor.token, cursor.previous
    glued = before.end == token.start and before.text in {"-", "/"}
    at = before.start if glued else token.start
    if sign := next(
        (each for each in ("--", "/*", "//") if cursor.text.startswith(each, at)), None
    ):
        raise cursor.error(f"a comment begins with #, not with {sign}", Span(at, at + 2))


def _compares(token: Token) -> bool:
    return token.key in {"=", "==", "!=", "<", ">", "<=", ">=", "=~", "like", "in", "not"}
