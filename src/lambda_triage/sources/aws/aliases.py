"""Which of botocore's events are renamed: told once for all clients, not by each anew.

Every client compares each event's name with a hundred old ones, 50 µs of CPU each, for a thousand
events of a diagnosis (botocore 1.44, 2026). Handlers and their order stay botocore's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from botocore.hooks import EventAliaser, HierarchicalEmitter


def aliaser(events: HierarchicalEmitter) -> EventAliaser:
    """In the place of what a session puts before *events*; clients copy it."""
    from botocore.hooks import EVENT_ALIASES, EventAliaser

    begin = frozenset(old.partition(".")[0] for old in EVENT_ALIASES)
    known: dict[str, str] = {}

    class Aliases(EventAliaser):  # type: ignore[misc]  # botocore has no types
        """Where this is not called, names are compared as ever: slower, and the same."""

        def _alias_event_name(self, event_name: str) -> str:
            """The name with what is new in place of what is old."""
            found = known.get(event_name)
            if found is None:
                named = begin.isdisjoint(event_name.split("."))
                found = event_name if named else str(super()._alias_event_name(event_name))
                known[event_name] = found
            return found

    return Aliases(events)
