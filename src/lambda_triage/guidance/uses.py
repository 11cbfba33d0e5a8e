"""Whether Lambda suits a use, what decides it, and what to choose and to set."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

import msgspec
from msgspec import Struct

from lambda_triage.guidance.figures import filled
from lambda_triage.guidance.matching import exactly, within

SUITS, CARE, NOT, OPEN = "suits", "with care", "does not suit", "depends"


class Use(Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of use.

    verdict   suits, with care, does not suit
    why       the limit that decides
    waits     a caller waits for the answer
    events    event sources to choose from, the usual one first
    template  the template to start from
    instead   what to take where it does not fit
    """

    title: str
    words: tuple[str, ...]
    verdict: str
    why: str
    events: tuple[str, ...]
    settings: tuple[str, ...]
    pitfalls: tuple[str, ...]
    instead: str
    source: str
    as_of: str
    waits: bool = False
    template: str | None = None
    name: str = ""


@cache
def uses() -> dict[str, Use]:
    """All uses, by name, with their limits written out."""
    text = files("lambda_triage.guidance").joinpath("uses.toml").read_text(encoding="utf-8")
    return {
        name: msgspec.convert({**_written(told), "name": name}, Use)
        for name, told in tomllib.loads(text).items()
    }


def find(asked: str) -> tuple[Use, ...]:
    """The uses that a text speaks of, the clearest first; none where it names no known one."""
    known = uses()
    words = {name: use.words for name, use in known.items()}
    names = exactly(asked, words) or within(asked, words)
    return tuple(known[name] for name in names)


def _written(told: dict[str, object]) -> dict[str, object]:
    """Sentences with their limits filled in."""
    return {
        key: filled(value)
        if isinstance(value, str)
        else [filled(str(each)) for each in value]
        if isinstance(value, list)
        else value
        for key, value in told.items()
    }
