"""Regexes of a query: what RE2 does not know is named at its place, and groups get numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.insights.bind import classes
from lambda_triage.insights.error import QueryError
from lambda_triage.insights.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_REPEATS = 1_000  # RE2's kMaxRepeat
_LONGEST = 10_000  # characters; the longest query that AWS takes
_UNSUPPORTED = (
    ("(?=", "look-ahead"),
    ("(?!", "look-ahead"),
    ("(?<=", "look-behind"),
    ("(?<!", "look-behind"),
    ("(?>", "atomic groups"),
    ("(?|", "branch reset"),
    ("(?R)", "recursion"),
    ("(?(", "conditions"),
    ("(?#", "comments"),
    ("(?P=", "back-references"),
    ("(?P>", "recursion"),
)
_ESCAPES = {"k": "back-references", "g": "back-references", "Z": r"\Z (write \z)", "G": r"\G"}
_KNOWN_ESCAPES = frozenset("afnrtvdDsSwWbBAzCpPx01234567")
_BACK = re.compile(r"\\(?:[1-7](?![0-7])|[89])")
_LONG_ESCAPE = re.compile(
    r"\\(?:[pP](?:\{[^}]*\}|.)|x(?:\{[0-9a-fA-F]+\}|[0-9a-fA-F]{2})|[0-7]{1,3})", re.DOTALL
)
_GROUP = re.compile(r"\(\?P?<(\w*)>")
_FLAGS = re.compile(r"\(\?[imsU]*(?:-[imsU]+)?[:)]")
_REPEAT = re.compile(r"(?:[*+?]|\{\d+(?:,\d*)?\})\??")
_QUOTED = re.compile(r"\\Q.*?(?:\\E|\Z)", re.DOTALL)


class Literal(Struct, frozen=True):
    """A regex and where the query has it."""

    pattern: str
    text: str
    span: Span


class Piece(Struct, frozen=True):
    """A token of a regex. kind: text open named close repeat class escape quoted flags."""

    kind: str
    text: str
    at: int
    name: str = ""


def check(literal: Literal) -> None:
    """Raise where RE2 would refuse."""
    if len(literal.pattern) > _LONGEST:
        raise QueryError("a regex has at most 10,000 characters", literal.text, literal.span)
    depth: list[int] = []
    seen: set[str] = set()
    times = _Times()
    before: Piece | None = None
    for piece in pieces(literal):
        if piece.kind in ("open", "named"):
            depth.append(piece.at)
        if piece.kind == "named":
            _named(piece, seen, literal)
        if piece.kind == "close" and (not depth or depth.pop() < 0):
            raise _error("a ) without its (", literal, piece)
        if piece.kind == "repeat":
            _repeated(piece, before, literal)
        if times.of(piece, before) > _MOST_REPEATS:
            raise _error("repeats within one another are at most 1,000 together", literal, piece)
        if piece.kind != "flags" and piece.text != r"\Q\E":
            before = piece
    if depth:
        raise _error("a ( without its )", literal, Piece("open", "(", depth[-1]))


class _Times:
    """How often repeats within one another repeat: RE2 multiplies them."""

    def __init__(self) -> None:
        self._most = [1]  # in each open group, from the outermost
        self._closed = 1  # in the group that was closed last

    def of(self, piece: Piece, before: Piece | None) -> int:
        """The product up to a piece that the pieces before it have led to."""
        if piece.kind in ("open", "named"):
            self._most.append(1)
        elif piece.kind == "close":
            self._closed = self._most.pop()
            self._most[-1] = max(self._most[-1], self._closed)
        elif piece.kind == "repeat" and (counts := _counts(piece)):
            inner = self._closed if before is not None and before.kind == "close" else 1
            self._most[-1] = max(self._most[-1], inner * max(1, *counts))
        return self._most[-1]


def portable(literal: Literal) -> str:
    """The pattern as every RE2 reads it: `(?P<n>`, which older ones want for `(?<n>`."""
    check(literal)
    return "".join(
        f"(?P<{each.name}>" if each.kind == "named" else each.text for each in pieces(literal)
    )


def columns(literal: Literal, wanted: int) -> tuple[str, tuple[str, ...]]:
    """The pattern with numbered groups only, and the name of each group.

    wanted  how many groups without a name are kept, named ""; the rest of them captures nothing
    """
    out: list[str] = []
    names: list[str] = []
    left = wanted
    for piece in pieces(literal):
        if piece.kind == "named":
            names.append(piece.name)
            out.append("(")
        elif piece.kind == "open" and piece.text == "(":
            out.append("(" if left > 0 else "(?:")
            names.extend([""] if left > 0 else [])
            left -= 1
        else:
            out.append(piece.text)
    return "".join(out), tuple(names)


def unnamed(literal: Literal) -> int:
    """How many groups have no name."""
    return sum(each.kind == "open" and each.text == "(" for each in pieces(literal))


def pieces(literal: Literal) -> Iterator[Piece]:
    """Split into tokens, and raise at what RE2 has no word for."""
    at = 0
    while at < len(literal.pattern):
        piece = _piece(literal, at)
        yield piece
        at += len(piece.text)


def _piece(literal: Literal, at: int) -> Piece:
    pattern = literal.pattern
    char = pattern[at]
    if char == "\\":
        return _escape(literal, at)
    if char == "[":
        stop, wrong = classes.end(pattern, at)
        if wrong is not None:
            raise _error(wrong, literal, Piece("class", pattern[at:stop], at))
        return Piece("class", pattern[at:stop], at)
    if char == "(":
        return _open(literal, at)
    if char == ")":
        return Piece("close", ")", at)
    repeat = _REPEAT.match(pattern, at)
    return Piece("repeat", repeat.group(), at) if repeat else Piece("text", char, at)


def _escape(literal: Literal, at: int) -> Piece:
    pattern = literal.pattern
    quoted = _QUOTED.match(pattern, at)
    if quoted is not None:
        return Piece("quoted", quoted.group(), at)
    piece = Piece("escape", pattern[at : at + 2], at)
    if len(piece.text) < 2:
        raise _error("a \\ with nothing behind it", literal, piece)
    what = _ESCAPES.get(piece.text[1])
    if _BACK.match(pattern, at):
        what = "back-references"
    if what is not None:
        raise _unsupported(what, literal, piece)
    if (piece.text[1].isalnum() or piece.text[1] > "\x7f") and piece.text[1] not in _KNOWN_ESCAPES:
        raise _error(f"{piece.text} means nothing", literal, piece)
    long = _LONG_ESCAPE.match(pattern, at)
    return piece if long is None else Piece("escape", long.group(), at)


def _open(literal: Literal, at: int) -> Piece:
    pattern = literal.pattern
    for sign, what in _UNSUPPORTED:
        if pattern.startswith(sign, at):
            raise _unsupported(what, literal, Piece("open", sign, at))
    group = _GROUP.match(pattern, at)
    if group is not None:
        return Piece("named", group.group(), at, group.group(1))
    if not pattern.startswith("(?", at):
        return Piece("open", "(", at)
    flags = _FLAGS.match(pattern, at)
    if flags is None and pattern.startswith(("(?<", "(?P<"), at):
        reason = "the name of a group is letters, digits and _: (?<user>…)"
        raise _error(reason, literal, Piece("open", "(?", at))
    if flags is None:
        raise _error("what stands behind (? is not known", literal, Piece("open", "(?", at))
    return Piece("flags" if flags.group().endswith(")") else "open", flags.group(), at)


def _named(piece: Piece, seen: set[str], literal: Literal) -> None:
    if not piece.name:
        raise _error("a group needs a name between < and >", literal, piece)
    if piece.name in seen:
        raise _error(f"two groups are named {piece.name}", literal, piece)
    seen.add(piece.name)


def _repeated(piece: Piece, before: Piece | None, literal: Literal) -> None:
    if before is None or before.kind in ("open", "named") or before.text == "|":
        raise _error(f"{piece.text} has nothing to repeat", literal, piece)
    if before.kind == "repeat":
        if piece.text == "+":
            raise _unsupported("possessive repeats", literal, piece)
        raise _error(f"{piece.text} repeats what is a repeat", literal, piece)
    counts = _counts(piece)
    if any(each > _MOST_REPEATS for each in counts):
        raise _error("a repeat is at most 1,000", literal, piece)
    if len(counts) == 2 and counts[0] > counts[1]:
        raise _error("a repeat's first number is larger than its second", literal, piece)


def _counts(repeat: Piece) -> list[int]:
    return [int(each) for each in re.findall(r"\d+", repeat.text)]


def _unsupported(what: str, literal: Literal, piece: Piece) -> QueryError:
    reason = f"{what} in a regex cannot be used: it is matched by RE2, which never goes back"
    return _error(reason, literal, piece)


def _error(reason: str, literal: Literal, piece: Piece) -> QueryError:
    """At the piece, where the query holds it as it is, else at the whole literal."""
    shift = 1 - literal.pattern.count("(?P<", 0, piece.at)  # the quote; the query may say (?<
    words = literal.text[literal.span.start : literal.span.end]
    at = words.find(piece.text, max(0, piece.at + shift))
    if at < 0:
        return QueryError(reason, literal.text, literal.span)
    start = literal.span.start + at
    return QueryError(reason, literal.text, Span(start, start + len(piece.text)))
