"""Whether what waits still waits for a reader that falls behind, or is being caught up with."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

ENOUGH = 4  # data points before a course can be told
FALLING = 3  # steps down, one after the other, at the end
HALF = 0.5  # of the peak: what is left when a reader has caught up with most of it
WAVES = 3  # times that it was emptied in between
HIGHER = 1.5  # times the earlier waves, from which the last one is no longer like them


def is_over(points: Sequence[tuple[int, float]], least: float) -> bool:
    """Whether an age or a length of a queue is no trouble any more at the end.

    points  (µs, value) by time, at least one
    least   the value from which it is trouble
    """
    values = [value for _, value in points]
    if values[-1] < least:
        return True
    if len(values) < ENOUGH:
        return False
    return _is_falling(values) or _comes_in_waves(values, least)


def _is_falling(values: list[float]) -> bool:
    """Whether most of it is gone, and every step at the end leads down."""
    steps = list(pairwise(values[-FALLING - 1 :]))
    return values[-1] <= HALF * max(values) and all(after < before for before, after in steps)


def _comes_in_waves(values: list[float], least: float) -> bool:
    """Whether it was emptied again and again, lately too, and the last wave is like the others."""
    emptied = [value < least * HALF for value in values]
    troughs = sum(now and not before for before, now in pairwise([False, *emptied]))
    quarter = max(1, len(values) // 4)
    earlier, late = values[:-quarter], values[-quarter:]
    return troughs >= WAVES and any(emptied[-quarter:]) and max(late) <= HIGHER * max(earlier)
