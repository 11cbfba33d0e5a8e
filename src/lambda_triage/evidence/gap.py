"""Evidence that was wanted and is not there, about one resource."""

from __future__ import annotations

from msgspec import Struct

EVERYTHING = "*"  # nothing of this table or kind was collected, for any resource


class Gap(Struct, frozen=True, order=True):
    """(table or document, resource, reason); evidence for one resource clears no other's gap.

    collect  what would bring it, where the source of the evidence knows
    """

    table: str
    resource: str
    reason: str
    collect: str = ""
