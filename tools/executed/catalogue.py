"""All executed cases, in the order in which they are run."""

from __future__ import annotations

import answers
import bugs
import loading
import memory
import network
import payloads
import sound
import states
import waiting
from case import Case

FAMILIES = (loading, bugs, payloads, memory, waiting, network, answers, states, sound)


def cases() -> list[Case]:
    """Every case once. Raises ValueError if two have one name."""
    found = [case for family in FAMILIES for case in family.cases()]
    names = [case.name for case in found]
    if len(set(names)) < len(names):
        raise ValueError("two cases have one name")
    return found
