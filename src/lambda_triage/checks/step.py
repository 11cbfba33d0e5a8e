"""A level that rose at one point of a series and stays there: where, and from what to what."""

from __future__ import annotations

from statistics import median_low
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.statistics.change_point import change_in_level

if TYPE_CHECKING:
    from collections.abc import Sequence

SURE = 0.01  # p of the change point; our choice
FEWEST = 4  # points on either side: each is many invocations where it is a metric's
LOCAL = 20  # the rise is looked at over this part of the series: a slow ramp is no step …
AT_ONCE = 0.5  # … where less than this share of it happens there; both are our choice


class Step(Struct, frozen=True):
    """A level that is higher from *index* on; medians of either side."""

    index: int
    before: float
    after: float


def step_up(values: Sequence[float], least: float, fewest: int = FEWEST) -> Step | None:
    """The point from which a series stays at *least* times its level; None without one.

    A rise that is over, one that takes its time (a morning's traffic), and one that its own noise
    may make are none.
    """
    change = change_in_level(values) if len(values) >= 2 * fewest else None
    if change is None or change.after <= change.before or change.after < least * change.before:
        return None
    at = _edge(values, change.index, (change.before + change.after) / 2)
    low, high = values[:at], values[at:]
    if min(len(low), len(high)) < fewest:
        return None
    step = Step(at, median_low(low), median_low(high))
    # Its last quarter, too: a hump is over, and a level that came back is no change.
    last = median_low(values[-max(2, len(high) // 4) :])
    if min(step.after, last) < least * step.before:
        return None
    # The last point before it may be on the way up, as a period is that it falls into.
    quiet = low[:-1] if len(low) > fewest else low
    sure = change.p < SURE or _apart(low, high) or _apart(quiet, high)
    return step if sure and _at_once(quiet, high, step, fewest) else None


def _edge(values: Sequence[float], at: int, middle: float) -> int:
    """The test's split, moved over neighbours that lie on the wrong side of the middle."""
    while at > 1 and values[at - 1] > middle:
        at -= 1
    while at < len(values) - 1 and values[at] <= middle:
        at += 1
    return at


def _apart(low: Sequence[float], high: Sequence[float]) -> bool:
    """Whether the gap between the sides is wider, as a ratio, than either side is by itself.

    With a handful of points no test of ranks reaches SURE; that noise leaves such a gap is rarer.
    """
    bottom, top, floor, ceiling = min(low), max(low), min(high), max(high)
    return top < floor and floor * bottom >= top * top and floor * floor >= top * ceiling


def _at_once(low: Sequence[float], high: Sequence[float], step: Step, fewest: int) -> bool:
    """Whether most of the rise happens where the sides meet."""
    near = max(fewest, (len(low) + len(high)) // LOCAL)
    rise = median_low(high[:near]) - median_low(low[-near:])
    return rise >= AT_ONCE * (step.after - step.before)
