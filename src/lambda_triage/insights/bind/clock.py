"""The times that a query can ask for, fixed before it runs."""

from __future__ import annotations

from msgspec import Struct


class Clock(Struct, frozen=True):
    """Milliseconds since the epoch.

    start_ms, end_ms  the window that is asked for, both inclusive; None where it is open
    """

    now_ms: int
    start_ms: int | None = None
    end_ms: int | None = None
