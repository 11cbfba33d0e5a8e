"""What a collection is about: the target, where it runs, and the window of time."""

from __future__ import annotations

from msgspec import Struct


class Scope(Struct, frozen=True):
    """One target in one region.

    functions  names or ARNs that were asked for; empty with a stack, whose functions are found
    qualifier  version or alias of the one function, else None
    start_ms, end_ms  the window, UTC, milliseconds since 1970; the end is the time of collection
    log_bytes  of log events that are kept of one log group
    """

    account: str
    region: str
    partition: str
    start_ms: int
    end_ms: int
    functions: tuple[str, ...] = ()
    stack: str | None = None
    qualifier: str | None = None
    log_bytes: int = 64 << 20
