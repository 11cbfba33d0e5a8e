"""Words, numbers, quoted texts and signs of a query, one at a time, each where it stands.

A slash is a sign here: whether it divides or begins a regex only the grammar knows, which then asks
for the regex that begins at it.
"""

from __future__ import annotations

import re
from enum import StrEnum
from types import MappingProxyType

from msgspec import Struct

from lambda_triage.insights.error import QueryError
from lambda_triage.insights.tree import Span

_SHOWN = 40  # characters of a piece of the query that an error repeats

# Blanks of pages that queries are copied from (no-break space, zero-width space) are blanks too.
_BLANK = re.compile(r"(?:[\s\u200b\ufeff]++|\#[^\n]*+)*+")
_NUMBER = re.compile(
    r"(?:\d++(?:\.\d++)?+|\.\d++)(?:[eE][+-]?\d++)?+(?![A-Za-z0-9_@.`\[])", re.ASCII
)
_WORD = re.compile(
    r"(?:@*+`[^`\n]*+`|[A-Za-z0-9_@.]++)"
    r"(?:(?<=\.)`[^`\n]*+`|\[\d++\]|(?<=[`\]])\.[A-Za-z0-9_@.]*+)*+",
    re.ASCII,
)
_BARE = re.compile(r"[A-Za-z0-9_@.]++", re.ASCII)
_TEXT = re.compile(r""" "(?:[^"\\]|\\.)*+" | '(?:[^'\\]|\\.)*+' """, re.DOTALL | re.VERBOSE)
# The guide wraps a line inside a regex; a line that begins with a bar is the next command.
_REGEX = re.compile(r"/((?:[^/\\\n]|\\[^\n]|\n(?![^\S\n]*+\|))*+)/")
_SYMBOL = re.compile(r"==|=~|~=|!=|!~|<=|>=|<>|&&|\|\||[-=!<>+*/%^()\[\],|:;&]")
_RAW = re.compile(r"""[^\s|,()\[\]\#"'`]++""")
_CURLY = frozenset("“”„‘’")
_CLOSED = MappingProxyType({'"': "text", "'": "text", "`": "name"})


class Kind(StrEnum):
    """What a token is."""

    WORD = "word"
    NUMBER = "number"
    TEXT = "text"
    SYMBOL = "symbol"
    END = "end"


class Token(Struct, frozen=True):
    """A piece of the query as it stands there.

    key  by which the grammar knows it: a sign itself, a bare word in lower case, else empty
    """

    kind: Kind
    text: str
    start: int
    end: int
    key: str

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


def token(text: str, at: int) -> Token:
    """The token at or behind a place; raises QueryError where none can begin."""
    at = past_blanks(text, at)
    if at == len(text):
        return Token(Kind.END, "", at, at, "")
    if found := _NUMBER.match(text, at):
        return Token(Kind.NUMBER, found[0], at, found.end(), "")
    if found := _word(text, at):
        bare = "" if "`" in found[0] else found[0].lower()
        return Token(Kind.WORD, found[0], at, found.end(), bare)
    if found := _TEXT.match(text, at):
        return Token(Kind.TEXT, found[0], at, found.end(), "")
    if found := _SYMBOL.match(text, at):
        return Token(Kind.SYMBOL, found[0], at, found.end(), found[0])
    raise _stray(text, at)


def past_blanks(text: str, at: int) -> int:
    """The place behind blanks and comments."""
    found = _BLANK.match(text, at)
    return found.end() if found else at


def regex(text: str, at: int) -> re.Match[str]:
    """The regex whose first slash is here; group 1 is what stands between the slashes."""
    if found := _REGEX.match(text, at):
        return found
    where = _line(text, at)
    if text.startswith("//", at):
        raise QueryError("// begins no comment; write # instead", text, where)
    raise QueryError("the regex that begins here is not closed; write / after it", text, where)


def raw(text: str, at: int) -> re.Match[str] | None:
    """Up to a blank, bracket, quote, comma or `|`: times of SOURCE and values of options."""
    return _RAW.match(text, at)


def shown(text: str) -> str:
    """A piece of the query as errors repeat it."""
    flat = " ".join(text[: _SHOWN * 4].split())
    return flat if len(flat) <= _SHOWN and len(text) <= _SHOWN * 4 else f"{flat[:_SHOWN]}…"


def _word(text: str, at: int) -> re.Match[str] | None:
    """A name with its backticks and list places; `in[1, 2]` is the operator and a list."""
    found = _WORD.match(text, at)
    return _BARE.match(text, at) if found and found[0][:3].lower() == "in[" else found


def _stray(text: str, at: int) -> QueryError:
    """Why no token can begin here."""
    sign = text[at]
    if sign in _CLOSED:
        reason = f"the {_CLOSED[sign]} that begins here is not closed; write {sign} after it"
        return QueryError(reason, text, _line(text, at))
    if sign in _CURLY:
        reason = f"{sign} is a typographic quote; write \" or '"
    elif sign == "~":
        reason = "~ is written =~ /…/"
    elif text.startswith("$.", at):
        reason = "a path into JSON is written a.b, without $."
    elif sign.isprintable():
        reason = f"{sign} means nothing here; a name that holds it stands in backticks: `a{sign}b`"
    else:
        reason = f"the character U+{ord(sign):04X} means nothing here"
    return QueryError(reason, text, Span(at, at + 1))


def _line(text: str, at: int) -> Span:
    """From here to the end of the line."""
    end = text.find("\n", at)
    return Span(at, end if end >= 0 else len(text))
