"""Limits inside sentences: `{function_timeout_s}` becomes "900 s", from the dated list."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from lambda_triage.facts.limits import limits

if TYPE_CHECKING:
    from lambda_triage.facts.limits import Limit

SECONDS = {"s": 1.0, "ms": 0.001}
LENGTHS = (("days", 86_400), ("h", 3_600), ("min", 60))
NAMED = re.compile(r"\{([a-z0-9_]+)\}")


@cache
def limit(name: str) -> Limit:
    """The limit of this name; a name that is not listed is an error of this package."""
    return next(each for each in limits() if each.name == name)


def figure(name: str) -> str:
    """A limit with its unit; times in the largest unit that they fill."""
    found = limit(name)
    if found.unit not in SECONDS:
        return f"{found.value:,} {found.unit}"
    seconds = found.value * SECONDS[found.unit]
    for unit, length in LENGTHS:
        if seconds >= 2 * length and seconds % length == 0:
            return f"{seconds / length:g} {unit}"
    return f"{seconds:g} s"


def filled(text: str) -> str:
    """The text with its limits written out."""
    return NAMED.sub(lambda match: figure(match[1]), text)


def named(text: str) -> tuple[str, ...]:
    """The limits that a text names."""
    return tuple(NAMED.findall(text))
