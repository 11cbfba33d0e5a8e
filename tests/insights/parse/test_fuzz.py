"""Whatever is written, parse gives a query or a QueryError that can be printed."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from lambda_triage.insights.error import QueryError
from lambda_triage.insights.parse import parse
from lambda_triage.insights.parse.show import show
from lambda_triage.insights.tree import Query
from lambda_triage.insights.vocabulary import ABSENT, COMMANDS
from tests.insights.parse.errors import wrong
from tests.insights.parse.places import without_places
from tests.insights.samples import samples

_SEEDS = [sample.query for sample in samples()] + [query for query, _, _ in wrong()]
_SIGNS = [
    '"',
    "'",
    "`",
    "/",
    "\\",
    "|",
    "(",
    ")",
    "[",
    "]",
    ",",
    ".",
    "*",
    "+",
    "-",
    "^",
    "%",
    "=",
    "==",
    "!=",
    "=~",
    "<",
    ">",
    "<>",
    "!",
    "&&",
    "||",
    "#",
    "\n",
    "\t",
    "\x00",
    "�",
    "ı",
    "𝟙",
    "١",
    "9",
    "1e9",
    "5m",
    "--",
    "//",
    "/*",
    ";",
    ":",
    "{",
]
_WORDS = [
    "and",
    "or",
    "not",
    "like",
    "in",
    "as",
    "by",
    "group",
    "asc",
    "desc",
    "any",
    "multi",
    "into",
    "true",
    "with",
    "for",
    "OUTPUT",
    "start=",
    "left=",
    "maxspan",
]
_PIECES = [*_SIGNS, *_WORDS, *COMMANDS, *ABSENT]


def mutated(rng: random.Random) -> str:
    """A known query with pieces put in, taken out, doubled or exchanged with those of another."""
    text = rng.choice(_SEEDS)
    for _ in range(rng.randint(1, 4)):
        at, to = sorted(rng.randint(0, len(text)) for _ in range(2))
        middle = rng.choice(
            (
                f" {rng.choice(_PIECES)} ",
                rng.choice(_PIECES),
                "",
                text[at:to] * 2,
                rng.choice(_SEEDS),
            )
        )
        text = text[:at] + middle + text[rng.choice((at, to)) :]
    return text


def noise(rng: random.Random) -> str:
    """Random bytes, and random pieces."""
    if rng.random() < 0.5:
        return rng.randbytes(rng.randint(0, 60)).decode(
            rng.choice(("latin-1", "utf-16")), "replace"
        )
    return " ".join(rng.choice(_PIECES) for _ in range(rng.randint(1, 12)))


def outcome(text: str) -> Query | QueryError:
    try:
        return parse(text)
    except QueryError as error:
        return error


def is_read_or_refused(text: str) -> None:
    found = outcome(text)
    if isinstance(found, Query):
        assert without_places(parse(show(found))) == without_places(found), text
    else:
        assert 0 <= found.span.start <= found.span.end <= len(text), text
        assert str(found).startswith("line "), text


@pytest.mark.parametrize("make", [mutated, noise])
def test_any_text_is_read_or_refused(make: Callable[[random.Random], str]) -> None:
    rng = random.Random(5)

    for _ in range(500):
        is_read_or_refused(make(rng))


@pytest.mark.long
@pytest.mark.parametrize("make", [mutated, noise])
def test_many_texts_are_read_or_refused(make: Callable[[random.Random], str]) -> None:
    rng = random.Random(6)

    for _ in range(100_000):
        is_read_or_refused(make(rng))
