"""Whether processes have ended, zombies among them."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def gone(pids: Iterable[int], within_s: float = 20.0) -> bool:
    """Whether all of them end in time."""
    left, end = set(pids), time.monotonic() + within_s
    while left and time.monotonic() < end:
        left = {pid for pid in left if _runs(pid)}
        time.sleep(0.02)
    return not left


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
