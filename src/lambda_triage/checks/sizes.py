"""How much of its memory each function uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

SIZES = """
SELECT resource, reported, ooms, max_memory_mb AS used_mb, memory_mb, first_us
FROM outcomes
WHERE max_memory_mb IS NOT NULL AND memory_mb IS NOT NULL
ORDER BY resource
"""


class Size(Struct, frozen=True):
    """Memory of one function: the setting, and the most that was used of it."""

    resource: str
    reported: int
    ooms: int
    used_mb: int
    memory_mb: int
    first_us: int | None


def sizes(scene: Scene) -> Iterator[Size]:
    """Functions whose REPORT lines tell their memory."""
    return scene.case.rows(SIZES, Size)
