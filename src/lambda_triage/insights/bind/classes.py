"""Character classes of a regex, `[^a-z[:digit:]]`: where they end, and what RE2 refuses in them."""

from __future__ import annotations

import re

_ITEM = re.compile(
    r"\[:\^?\w+:\]|\\(?:[pP](?:\{[^}]*\}|.)|x(?:\{[0-9a-fA-F]+\}|[0-9a-fA-F]{2})|[0-7]{1,3}|.)|.",
    re.DOTALL,
)
_NAMES = frozenset(
    [
        "alnum",
        "alpha",
        "ascii",
        "blank",
        "cntrl",
        "digit",
        "graph",
        "lower",
        "print",
        "punct",
        "space",
        "upper",
        "word",
        "xdigit",
    ]
)
_MANY = re.compile(r"\\[dDsSwWpP]|\[:")  # an item that stands for many characters
_LETTERS = frozenset("afnrtvdDsSwWpPx01234567")


def end(pattern: str, at: int) -> tuple[int, str | None]:
    """Where the class that begins at `at` ends, or how far it could be read and what is wrong."""
    place = at + 1 + pattern.startswith("^", at + 1)
    first = True
    while place < len(pattern):
        if pattern[place] == "]" and not first:
            return place + 1, None
        place, low, wrong = _item(pattern, place)
        if wrong is None and not _MANY.match(low) and _is_range(pattern, place):
            place, high, wrong = _item(pattern, place + 1, end_of_range=True)
            wrong = wrong or _range(low, high)
        if wrong is not None:
            return place, wrong
        first = False
    return len(pattern), "a [ without its ]"


def _is_range(pattern: str, place: int) -> bool:
    return pattern.startswith("-", place) and pattern[place + 1 : place + 2] not in ("]", "")


def _item(pattern: str, place: int, *, end_of_range: bool = False) -> tuple[int, str, str | None]:
    """One character or escape: what follows, its text, and what is wrong with it."""
    if end_of_range and pattern[place] == "[":
        return place + 1, "[", None
    found = _ITEM.match(pattern, place)
    assert found is not None
    text = found.group()
    if text.startswith("[:") and text.strip("[:^]") not in _NAMES:
        return found.end(), text, f"{text} is no class of characters"
    if text == "\\":
        return found.end(), text, "a \\ with nothing behind it"
    letter = text[1:2]
    if text[0] == "\\" and (letter.isalnum() or letter > "\x7f") and letter not in _LETTERS:
        return found.end(), text, f"{text} means nothing in [ ]"
    return found.end(), text, None


def _range(low: str, high: str) -> str | None:
    if _MANY.match(high):
        return f"{low}-{high} is no range"
    if len(low) == len(high) == 1 and low > high:
        return f"{low}-{high} is a range from the end to the start"
    return None
