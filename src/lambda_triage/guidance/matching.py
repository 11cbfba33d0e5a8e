"""What a free text names: the nearest of known words, or an error that tells them."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from lambda_triage.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SHOWN = 60  # characters of what was asked
_GAPS = re.compile(r"[^a-z0-9@#+]+")


def plain(text: str) -> str:
    """Small letters, one space between words, no other signs."""
    return _GAPS.sub(" ", text.lower()).strip()


def exactly(asked: str, words: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """The names that are called so, by themselves or by one of their words."""
    text = plain(asked)
    return tuple(
        name for name, others in words.items() if text in {plain(form) for form in (name, *others)}
    )


def within(asked: str, words: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """The names of which a word stands in the text, those with the longest words first."""
    text = f" {plain(asked)} "
    weights = {
        name: max(
            (
                len(form)
                for word in (name, *others)
                for form in (plain(word), f"{plain(word)}s")
                if f" {form} " in text
            ),
            default=0,
        )
        for name, others in words.items()
    }
    return tuple(
        sorted((name for name, weight in weights.items() if weight), key=lambda n: -weights[n])
    )


def the_one(what: str, asked: str, words: Mapping[str, Iterable[str]]) -> str:
    """The name that a text means best. Raises UsageError, with the nearest one."""
    names = exactly(asked, words) or within(asked, words)
    if not names:
        raise refuse(what, asked, words)
    return names[0]


def refuse(what: str, asked: str, words: Mapping[str, Iterable[str]]) -> UsageError:
    """The error for a text that names none: the nearest, and all there are."""
    forms = {plain(form): name for name, others in words.items() for form in (name, *others)}
    near = get_close_matches(plain(asked), forms, n=1, cutoff=0.6)
    hint = f"did you mean {forms[near[0]]}? " if near else ""
    return UsageError(f"no {what} {asked[:SHOWN]!r}; {hint}there are {', '.join(words)}")
