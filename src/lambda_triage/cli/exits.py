"""Exit codes, the same for every command."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """What the process says to the shell."""

    DONE = 0  # healthy, or the command did what was asked
    FOUND = 1  # a cause or a problem was found
    USAGE = 2  # bad input or usage
    INCONCLUSIVE = 3
    INTERNAL = 4
    INTERRUPTED = 130


BY_VERDICT = {
    "healthy": Exit.DONE,
    "cause_found": Exit.FOUND,
    "inconclusive": Exit.INCONCLUSIVE,
}
