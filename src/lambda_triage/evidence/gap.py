"""Evidence that was wanted and is not there, about one resource."""

from __future__ import annotations

from dataclasses import dataclass

EVERYTHING = "*"  # nothing of this table or kind was collected, for any resource


@dataclass(frozen=True, slots=True, order=True)
class Gap:
    """(table or document, resource, reason); evidence for one resource clears no other's gap."""

    table: str
    resource: str
    reason: str
