"""Periods as numbers: how long a unit is, and where the service caps it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from lambda_triage.insights.error import QueryError
from lambda_triage.insights.plan import Constant, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lambda_triage.insights.tree import Period

_SECOND = 1_000
_DAY = 86_400 * _SECOND
LENGTH: Mapping[str, int] = MappingProxyType(
    {"ms": 1, "s": _SECOND, "m": 60_000, "h": 3_600_000, "d": _DAY, "w": 7 * _DAY}
)  # ms
_MONTHS: Mapping[str, int] = MappingProxyType({"mo": 1, "q": 3, "y": 12})
# User guide, "Datetime functions": bin(300s) is bin(60s). Nothing is said about d and above.
_CAP: Mapping[str, int] = MappingProxyType({"ms": 1_000, "s": 60, "m": 60, "h": 24})
_LONGEST_MS = 1_000 * 366 * _DAY  # DuckDB's and Python's calendars hold this, and no log spans it
_LONGEST_MONTHS = 12_000


def capped(period: Period, text: str) -> tuple[Constant, Constant]:
    """A period of bin, datefloor or dateceil: count and unit `ms`, or count and unit `mo`."""
    count = min(_count(period, text), _CAP.get(period.unit, period.count))
    return _constants(period, count, text)


def exact(period: Period, text: str) -> tuple[Constant, Constant]:
    """A period that no cap holds: that of rate."""
    return _constants(period, _count(period, text), text)


def milliseconds(period: Period, text: str) -> float:
    """A period of fixed length; months, quarters and years have none."""
    if period.unit in _MONTHS:
        raise QueryError(
            "a month, quarter or year has no fixed length",
            text,
            period.span,
            expected=("a period of weeks or less, such as 30m",),
        )
    count, _ = exact(period, text)
    assert isinstance(count.value, float)
    return count.value


def _count(period: Period, text: str) -> int:
    if period.count < 1:
        raise QueryError("a period is at least 1", text, period.span)
    return period.count


def _constants(period: Period, count: int, text: str) -> tuple[Constant, Constant]:
    months = _MONTHS.get(period.unit)
    size = count * (LENGTH[period.unit] if months is None else months)
    if size > (_LONGEST_MS if months is None else _LONGEST_MONTHS):
        raise QueryError("a period is at most 1,000 years", text, period.span)
    unit = "ms" if months is None else "mo"
    return Constant(float(size), Kind.NUMBER), Constant(unit, Kind.TEXT)
