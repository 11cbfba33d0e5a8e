"""One log event of interest, with the signatures found in it."""

from __future__ import annotations

from msgspec import Struct

Match = tuple[str, tuple[tuple[str, str], ...]]  # signature id, captures


class Event(Struct):
    """An event that is kept, or at least counted."""

    id: int
    lane: int
    time_us: int | None
    request_id: str | None
    text: str
    input: int
    line: int
    offset: int
    matches: tuple[Match, ...]
    error_level: bool = False
