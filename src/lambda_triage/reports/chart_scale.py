"""Times and values → positions of a chart: slots, bars, ticks and their labels."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.reports.wording import instant

if TYPE_CHECKING:
    from collections.abc import Sequence

_SLOTS_LIMIT = 5_000  # of an axis, when times are irregular
_YEARS = range(1970, 9990)  # in which every platform can add and convert; others are no log's
_DAY_S = 86_400
_TIME_STEPS_S = (
    *(1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800),
    *(3600, 7200, 10_800, 21_600, 43_200, _DAY_S, 2 * _DAY_S, 7 * _DAY_S, 28 * _DAY_S),
)
_STEPS = (1, 2, 2.5, 5, 10)  # of a tick, times a power of ten


class Axis(Struct, frozen=True):
    """Equal slots of time: `slot[n]` is that of point n. Without readable times, one per point."""

    slot: tuple[int, ...]
    slots: int
    start: datetime | None
    step_s: float


class Bars(Struct, frozen=True):
    """Whole numbers of slots merged into bars: for each name, one sum per bar."""

    per: int  # slots in a bar
    sums: dict[str, tuple[float, ...]]

    @property
    def number(self) -> int:
        """Of bars."""
        return max((len(column) for column in self.sums.values()), default=0)


def axis(times: Sequence[str]) -> Axis:
    """The slots of these times, as wide as the least distance between two."""
    seen = (at for text in times if (at := instant(text)) is not None)
    moments = [at.timestamp() for at in seen if at.year in _YEARS]
    distances = {later - sooner for sooner, later in pairwise(moments)}
    step = min((d for d in distances if d > 0), default=0.0)
    if len(moments) != len(times) or not step:
        start = instant(times[0]) if len(times) == len(moments) == 1 else None
        return Axis(tuple(range(len(times))), len(times), start, 0.0)
    first, reach = min(moments), max(moments) - min(moments)
    step = max(step, reach / _SLOTS_LIMIT)
    slot = tuple(round((at - first) / step) for at in moments)
    return Axis(slot, max(slot) + 1, instant(times[moments.index(first)]), step)


def bars(values: dict[str, tuple[float | None, ...]], along: Axis, most: int) -> Bars:
    """Sums in at most this many bars."""
    per = max(1, math.ceil(along.slots / max(most, 1)))
    number = math.ceil(along.slots / per)
    sums = {}
    for name, column in values.items():
        totals = [0.0] * number
        for slot, value in zip(along.slot, column, strict=False):
            totals[slot // per] += max(_known(value), 0.0)
        sums[name] = tuple(totals)
    return Bars(per, sums)


def ticks(highest: float, wanted: int = 3, *, whole: bool = False) -> tuple[float, ...]:
    """Round values from 0 to at least the highest; of counts, whole ones only."""
    if highest <= 0 or not math.isfinite(highest):
        return (0.0, 1.0)
    rough = max(highest / wanted, 1.0) if whole else highest / wanted
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(unit * power for unit in _STEPS if unit * power >= rough * 0.999)
    step = math.ceil(step) if whole else step
    return tuple(n * step for n in range(math.ceil(highest / step - 0.001) + 1))


def moments(along: Axis, most: int) -> list[tuple[float, str]]:
    """Round times on the axis, as (slot, label), at most this many and at least one."""
    if along.start is None:
        return []
    begin = along.start.timestamp()
    reach = along.slots * along.step_s
    step = next((s for s in _TIME_STEPS_S if reach / s <= most), reach / max(most, 1))
    first = math.ceil(begin / step) * step
    found = [first + n * step for n in range(most + 1) if first + n * step <= begin + reach]
    if not found or not along.step_s:
        return [(0.0, clock(along, 0))]
    return [((at - begin) / along.step_s, _label(at, step)) for at in found]


def clock(along: Axis, slot: float) -> str:
    """The time at a slot: the hour, and the day where the axis spans several."""
    if along.start is None:
        return ""
    at = along.start + timedelta(seconds=slot * along.step_s)
    reach_s = along.slots * along.step_s
    if reach_s > _DAY_S:
        return f"{at:%m-%d %H:%M}"
    return f"{at:%H:%M}" if reach_s > 600 else f"{at:%H:%M:%S}"


def _label(timestamp: float, step: float) -> str:
    at = datetime.fromtimestamp(timestamp, UTC)
    if step >= _DAY_S or (at.hour, at.minute, at.second) == (0, 0, 0):
        return f"{at:%m-%d}" if step >= 6 * 3_600 else f"{at:%H:%M}"
    return f"{at:%H:%M}" if step >= 60 else f"{at:%H:%M:%S}"


def period(seconds: float) -> str:
    """A length of time in the largest unit it fills, to two digits: `2 min`, `1.5 h`."""
    for unit, size in (("d", _DAY_S), ("h", 3_600), ("min", 60), ("s", 1)):
        if seconds >= size:
            amount = f"{seconds / size:.0f}" if seconds >= 10 * size else f"{seconds / size:.2g}"
            return unit if amount == "1" else f"{amount} {unit}"
    return f"{seconds * 1000:.2g} ms"


def finite(values: Sequence[float | None]) -> list[float]:
    """The known values."""
    return [value for value in values if value is not None and math.isfinite(value)]


def _known(value: float | None) -> float:
    return value if value is not None and math.isfinite(value) else 0.0
