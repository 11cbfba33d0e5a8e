"""Times in milliseconds: periods (choice 5), and dates read and written by patterns."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tests.insights.reference.values import FIRST_MS, LAST_MS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.insights.reference.values import Plain, Value

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_EAST = r"[+-](?:(?:0\d|1[0-7]):?[0-5]\d|18:?00)"  # up to 18 hours
# letters of Java: a regex, and what the text of it is
_JAVA = {
    "yyyy": (r"\d{4}", "year"),
    "yy": (r"\d{2}", "short year"),
    "MMM": (r"[A-Za-z]{3}", "month name"),
    "MM": (r"\d{2}", "month"),
    "M": (r"\d{1,2}", "month"),
    "dd": (r"\d{2}", "day"),
    "d": (r"\d{1,2}", "day"),
    "HH": (r"\d{2}", "hour"),
    "H": (r"\d{1,2}", "hour"),
    "mm": (r"\d{2}", "minute"),
    "ss": (r"\d{2}", "second"),
    "SSS": (r"\d{3}", "ms"),
    "XXX": (f"Z|{_EAST}", "offset"),
    "X": (r"Z|[+-]\d\d:?(?:\d\d)?", "offset"),
    "Z": (_EAST, "offset"),
}


def _inside(ms: int | None) -> int | None:
    return ms if ms is not None and FIRST_MS <= ms <= LAST_MS else None


def _floor(at: Value, count: Value, unit: Value) -> int | None:
    return _floored(_inside(at.time), int(count.number or 1), str(unit.value))


def _floored(ms: int | None, size: int, unit: str) -> int | None:
    if ms is None or unit == "ms":
        return None if ms is None else ms // size * size
    at = _moment(ms)
    return _month(
        (at.year - 1970) * 12 + at.month - 1 - ((at.year - 1970) * 12 + at.month - 1) % size
    )


def _ceil(at: Value, count: Value, unit: Value) -> int | None:
    ms, size = _inside(at.time), int(count.number or 1)
    floor = _floored(ms, size, str(unit.value))
    if floor is None or floor == ms:
        return floor
    if unit.value == "ms":
        return floor + size
    first = _moment(floor)
    return _month((first.year - 1970) * 12 + first.month - 1 + size)


def _month(months: int) -> int:
    """Milliseconds of the first of a month counted from 1970-01."""
    return _ms(datetime(1970 + months // 12, months % 12 + 1, 1, tzinfo=UTC))


def _moment(ms: int) -> datetime:
    return _EPOCH + timedelta(milliseconds=ms)


def _ms(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def _from_millis(value: Value) -> int | None:
    number = value.number
    return int(number // 1) if number is not None and FIRST_MS <= number <= LAST_MS else None


def _zone(args: tuple[Value, ...]) -> tuple[tzinfo, str]:
    name = str(args[0].value) if args else "UTC"
    found = re.fullmatch(r"([+-])(\d\d):(\d\d)", name)
    if found is None:
        return (UTC if name == "UTC" else ZoneInfo(name)), name
    east = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return timezone(-east if found[1] == "-" else east), name


def _format(at: Value, pattern: Value, *zone: Value) -> str | None:
    ms = _inside(at.time)
    if ms is None:
        return None
    where, name = _zone(zone)
    local = _moment(ms).astimezone(where)
    own = {
        "%L": f"{local.microsecond // 1000:03}",
        "%s": str(ms // 1000),
        "%Z": name,
        "%F": "%Y-%m-%d",
    }
    words = re.sub(r"%.", lambda found: own.get(found[0], found[0]), str(pattern.value))
    return local.strftime(words.replace("%Y", f"{local.year:04}"))


def _parse(value: Value, pattern: Value, *zone: Value) -> float | None:
    if value.words is None:
        return None
    regex, parts = "", []
    for quoted, run, _, other in re.findall(r"'([^']*)'|(([A-Za-z])\3*)|(.)", str(pattern.value)):
        if run:
            regex += f"({_JAVA[run][0]})"
            parts.append(_JAVA[run][1])
        else:
            regex += re.escape(quoted or other)
    found = re.fullmatch(regex, value.words, re.ASCII)
    if found is None:
        return None
    try:
        return float(_read(dict(zip(parts, found.groups(), strict=True)), _zone(zone)[0]))
    except ValueError:
        return None


def _read(said: dict[str, str], zone: tzinfo) -> int:
    month = int(said.get("month", 1))
    if "month name" in said:
        month = _MONTHS.index(said["month name"].title()) + 1
    year = 2000 + int(said["short year"]) if "short year" in said else int(said.get("year", 1970))
    if "offset" in said:
        zone = _offset(said["offset"])
    day, hour, minute, second = (
        int(said.get(each, default))
        for each, default in (("day", 1), ("hour", 0), ("minute", 0), ("second", 0))
    )
    at = datetime(year, month, day, hour, minute, second, tzinfo=zone)
    return _ms(at) + int(said.get("ms", 0))


def _offset(text: str) -> tzinfo:
    if text == "Z":
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    east = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-east if text[0] == "-" else east)


TIMES: dict[str, Callable[..., Plain]] = {
    "datefloor": _floor,
    "dateceil": _ceil,
    "fromMillis": _from_millis,
    "toMillis": lambda at: None if at.time is None else float(at.time),
    "formatDate": _format,
    "parseDate": _parse,
}
