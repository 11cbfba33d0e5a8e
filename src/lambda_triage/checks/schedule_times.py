"""Whether a schedule of EventBridge has a run within a window of time.

Sources: EventBridge guide, 'Setting a schedule pattern' (a rule's cron is in UTC), and EventBridge
Scheduler guide, 'Schedule types' (time zones), 2026.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lambda_triage.checks.schedule_expression import DAYS, FIELDS, FORM, MONTHS, period_s

MOST_DAYS = 400  # a yearly schedule is looked for in longer windows, not day by day in vain
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NAMES = {name: at + 1 for names in (MONTHS, DAYS) for at, name in enumerate(names)}


def runs(expression: str, from_us: int, to_us: int, zone: str = "UTC") -> bool | None:
    """Whether it has a run after *from_us* and by *to_us*; None where that cannot be told."""
    found = FORM.fullmatch(expression.strip())
    place = _zone(zone)
    if not found or place is None or to_us <= from_us:
        return None
    if found["kind"] == "rate":
        period = period_s(expression)  # its phase is not told: it is due once in each period
        return None if period is None else True if to_us - from_us >= period * 1_000_000 else None
    if found["kind"] == "at":
        at_us = once_us(expression, zone)
        return None if at_us is None else from_us < at_us <= to_us
    return _cron(found["inner"].split(), from_us, to_us, place)


def once_us(expression: str, zone: str = "UTC") -> int | None:
    """When `at(…)` has its one run; None for any other expression."""
    found, place = FORM.fullmatch(expression.strip()), _zone(zone)
    if not found or found["kind"] != "at" or place is None:
        return None
    try:
        return _us(datetime.fromisoformat(found["inner"].strip()).replace(tzinfo=place))
    except (ValueError, OverflowError):
        return None


def _cron(fields: list[str], from_us: int, to_us: int, place: tzinfo) -> bool | None:
    if len(fields) != len(FIELDS):
        return None
    sets = [_values(text, at) for at, text in enumerate(fields)]
    if None in sets:
        return None
    minutes, hours, days, months, weekdays, years = (s or set() for s in sets)
    first, last = (EPOCH + timedelta(microseconds=t) for t in (from_us, to_us))
    day, end = first.astimezone(place).date(), last.astimezone(place).date()
    if (end - day).days > MOST_DAYS:
        return None
    while day <= end:
        fits = day.month in months and day.day in days and day.year in years
        if fits and _weekday(day) in weekdays and _in_day(day, hours, minutes, first, last, place):
            return True
        day += timedelta(days=1)
    return False


def _in_day(
    day: date, hours: set[int], minutes: set[int], first: datetime, last: datetime, place: tzinfo
) -> bool:
    return any(
        first < datetime(day.year, day.month, day.day, hour, minute, tzinfo=place) <= last
        for hour in hours
        for minute in minutes
    )


def _values(text: str, at: int) -> set[int] | None:
    """The values of a field; None for what names a day by its place in the month (L, W, #)."""
    _, low, high, _ = FIELDS[at]
    found: set[int] = set()
    for token in text.upper().split(","):
        base, _, step = token.partition("/")
        ends = [NAMES.get(end, int(end) if end.isdigit() else None) for end in base.split("-")]
        if base in ("*", "?"):
            ends = [low, high]
        elif step and len(ends) == 1:
            ends.append(high)
        if len(ends) > 2 or None in ends or (step and not step.isdigit()):
            return None
        one, other = (end or 0 for end in (ends[0], ends[-1]))
        wrapped = [*range(one, high + 1), *range(low, other + 1)] if one > other else None
        found.update((wrapped or list(range(one, other + 1)))[:: int(step or 1) or 1])
    return found


def _weekday(day: date) -> int:
    return day.isoweekday() % 7 + 1  # Sunday is 1


def _zone(zone: str) -> tzinfo | None:
    if zone == "UTC":
        return UTC
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None  # no such zone, or no database of zones on this machine


def _us(time: datetime) -> int:
    return (time - EPOCH) // timedelta(microseconds=1)
