"""Places in a text that are to be replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Span(NamedTuple):
    """From *start* to before *end* stands a value of *kind*."""

    start: int
    end: int
    kind: str


def apart(found: Iterable[Span]) -> list[Span]:
    """Spans that do not overlap, in the order of the text.

    Of those that overlap the first one found names the kind, and all they cover goes.
    """
    order = sorted((span.start, span.end, rank, span.kind) for rank, span in enumerate(found))
    kept: list[tuple[int, int, int, str]] = []
    for start, end, rank, kind in order:
        if kept and start < kept[-1][1]:
            begun, ended, first, named = kept[-1]
            first, named = min((first, named), (rank, kind))
            kept[-1] = (begun, max(ended, end), first, named)
        else:
            kept.append((start, end, rank, kind))
    return [Span(start, end, kind) for start, end, _, kind in kept]


def replaced(text: str, spans: Iterable[Span], word: Callable[[str, str], str]) -> str:
    """The text with `word(kind, value)` in each place; *spans* are apart and in order."""
    parts, at = [], 0
    for start, end, kind in spans:
        quote = _quote(text, start, end)
        parts += [text[at:start], quote, word(kind, text[start:end]), quote]
        at = end
    return "".join((*parts, text[at:]))


def _quote(text: str, start: int, end: int) -> str:
    """What a token needs around it in JSON where it stands for a number: the quote of the name."""
    if not text[start:end].isdigit():
        return ""
    before = text[max(0, start - 16) : start].rstrip(" \t[")
    if not before.endswith(":"):
        return ""
    named = before[:-1].rstrip(" \t")
    if not named.endswith('"'):
        return ""
    return '"' if not named.endswith('\\"') else "\\" * _escapes(named) + '"'


def _escapes(named: str) -> int:
    bare = named[:-1]
    return len(bare) - len(bare.rstrip("\\"))
