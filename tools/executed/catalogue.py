"""All executed cases, in the order in which they are run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import batches
import bugs
import denials
import downstream
import handlers
import limits
import memory
import network
import packages
import payloads
import refusals
import routes
import sound
import states
import waiting

if TYPE_CHECKING:
    from case import Case

FAMILIES = (
    *(packages, handlers, bugs, payloads, memory, limits, waiting, downstream),
    *(routes, network, denials, refusals, states, batches, sound),
)


def cases() -> list[Case]:
    """Every case once. Raises ValueError if two have one name."""
    found = [case for family in FAMILIES for case in family.cases()]
    names = [case.name for case in found]
    if len(set(names)) < len(names):
        raise ValueError("two cases have one name")
    return found
