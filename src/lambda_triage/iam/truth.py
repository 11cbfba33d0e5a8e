"""Three-valued truth: yes, no, or not known and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable


class Truth(Struct, frozen=True):
    """What is known of a statement about the world.

    value  True, False, or None where it is not known
    why    what would have to be known; empty unless value is None
    """

    value: bool | None
    why: tuple[str, ...] = ()


YES = Truth(value=True)
NO = Truth(value=False)


def unknown(why: str) -> Truth:
    """Not known, for this reason."""
    return Truth(None, (why,))


def truth(value: bool) -> Truth:
    """Known."""
    return YES if value else NO


def all_of(truths: Iterable[Truth]) -> Truth:
    """False if one is false, else not known if one is not known, else true."""
    return _fold(truths, decisive=False)


def any_of(truths: Iterable[Truth]) -> Truth:
    """True if one is true, else not known if one is not known, else false."""
    return _fold(truths, decisive=True)


def negated(one: Truth) -> Truth:
    """The opposite; what is not known stays so."""
    return one if one.value is None else truth(not one.value)


def _fold(truths: Iterable[Truth], *, decisive: bool) -> Truth:
    why: dict[str, None] = {}
    for one in truths:
        if one.value is decisive:
            return one
        why.update(dict.fromkeys(one.why))
    return Truth(None, tuple(why)) if why else truth(not decisive)
