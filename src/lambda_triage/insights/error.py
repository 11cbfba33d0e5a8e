"""A query that cannot be understood: where, why, and what would have been understood."""

from __future__ import annotations

import unicodedata
from difflib import get_close_matches
from typing import TYPE_CHECKING

from lambda_triage.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lambda_triage.insights.tree import Span

_WIDTH = 76  # characters of the query line that are shown: a terminal has 80
_LONGEST = 600  # characters of the sentence: names may have a thousand each
_NAMES = 6  # expected things that are listed


class QueryError(UsageError):
    """One sentence, then the line of the query with a caret below the place.

    reason    what is wrong there, without full stop
    text      the whole query
    span      the place
    expected  what could stand there
    nearest   the known name that the unknown one resembles
    """

    def __init__(
        self,
        reason: str,
        text: str,
        span: Span,
        *,
        expected: Iterable[str] = (),
        nearest: str | None = None,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.text = text
        self.span = span
        self.expected = tuple(expected)
        self.nearest = nearest

    @property
    def line(self) -> int:
        """Line of the place, from 1."""
        return self.text.count("\n", 0, self.span.start) + 1

    @property
    def column(self) -> int:
        """Column of the place, from 1, in characters."""
        return self.span.start - self.text.rfind("\n", 0, self.span.start)

    def __str__(self) -> str:
        told = f"line {self.line}, column {self.column}: {_shown(self._sentence())[:_LONGEST]}"
        shown, caret = _window(self.text, self.span)
        return f"{told}\n  {shown}\n  {caret}" if shown.strip() else told

    def _sentence(self) -> str:
        if self.nearest is not None:
            return f"{self.reason}; did you mean {self.nearest}?"
        if self.expected:
            *others, last = self.expected[:_NAMES]
            more = ", …" if len(self.expected) > _NAMES else ""
            listed = f"{', '.join(others)} or {last}" if others else last
            return f"{self.reason}; expected {listed}{more}"
        return self.reason


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that differs least, case aside; None where none resembles it."""
    by_lower = {each.lower(): each for each in known}
    found = get_close_matches(name.lower(), by_lower, n=1, cutoff=0.7)
    return by_lower[found[0]] if found else None


def _window(text: str, span: Span) -> tuple[str, str]:
    """The line that holds the place, cut to width, and the caret line below it."""
    first = text.rfind("\n", 0, span.start) + 1
    last = text.find("\n", span.start)
    line = text[first : last if last >= 0 else len(text)]
    at = span.start - first
    cut = max(0, at - _WIDTH // 2) if len(line) > _WIDTH else 0
    shown = _shown(line[cut : cut + _WIDTH])
    until = at - cut + max(1, span.end - span.start)
    width = max(1, _cells(shown[at - cut : until]))
    return shown, " " * _cells(shown[: at - cut]) + "^" * width


def _shown(text: str) -> str:
    """Nothing in it moves a cursor or turns the direction of a line."""
    return "".join(each if each.isprintable() else " " for each in text)


def _cells(text: str) -> int:
    """How wide a terminal shows it: a sign of Chinese or an emoji takes two places, a mark none."""
    return sum(
        2 if unicodedata.east_asian_width(each) in "WF" else not unicodedata.combining(each)
        for each in text
    )
