"""What a filter says of an event: it matches, or the first clause that does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from lambda_triage.patterns.values import Json


class Match(Struct, frozen=True):
    """The answer of a filter.

    matched   whether the event passes
    clause    JSON path, in the filter, of the first clause that is not met; None: it passes
    expected  what that clause wants, as it is written
    actual    what the event has there; None also where it has nothing, which `reason` tells
    reason    one sentence
    """

    matched: bool
    clause: str | None
    expected: Json
    actual: Json
    reason: str


def passed(reason: str = "every clause is met") -> Match:
    return Match(matched=True, clause=None, expected=None, actual=None, reason=reason)


def failed(clause: str, expected: Json, actual: Json, reason: str) -> Match:
    return Match(matched=False, clause=clause, expected=expected, actual=actual, reason=reason)
