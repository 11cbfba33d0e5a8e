"""Date patterns: Java's letters for parseDate, strftime's for formatDate, and time zones.

Both kinds of pattern are constants of the query and are read once; an unknown letter is an error
that names it. Nothing here knows of SQL.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import lru_cache
from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_LONGEST = 200  # characters of a pattern
_OFFSET = re.compile(r"(?:UTC|GMT|UT)?([+-])(\d{1,2})(?::?(\d\d))?", re.ASCII)
_NAME = re.compile(r"[A-Za-z]+(?:[/_+-][A-Za-z0-9]+)*", re.ASCII)
_LOCAL = re.compile("posix|right/|localtime")  # of this machine only
_ZONES = "write UTC, +02:00 or a name such as Europe/Berlin"
_UTC = frozenset(("utc", "z", "gmt", "ut", "etc/utc", "etc/gmt", "zulu", "universal"))


class Zone(Struct, frozen=True):
    """Minutes east of UTC, or a name of the tz database."""

    minutes: int | None
    name: str


@lru_cache(maxsize=64)
def zone(name: str) -> Zone:
    """A time zone by name, `UTC`, or `+02:00`."""
    if name.lower() in _UTC:
        return Zone(0, "UTC")
    offset = _OFFSET.fullmatch(name)
    if offset:
        sign, hours, minutes = offset.groups()
        east = int(hours) * 60 + int(minutes or 0)
        if east <= 18 * 60:  # java.time.ZoneOffset goes no further
            return Zone(-east if sign == "-" else east, name)
    _check_name(name)
    return Zone(None, name)


def _check_name(name: str) -> None:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

    try:
        ZoneInfo(name)
        if not _LOCAL.match(name):
            return
    except (ZoneInfoNotFoundError, ValueError, OSError):
        pass
    names = {each for each in available_timezones() if not _LOCAL.match(each)}
    if not names and _NAME.fullmatch(name):
        return  # Windows has no time zones of its own; DuckDB has
    found = get_close_matches(name, names, n=1, cutoff=0.8)
    hint = f"did you mean {found[0]}?" if found else _ZONES
    raise UsageError(f"unknown time zone {name!r}; {hint}")


# -- strftime

# What stands for others, and what strftime gives; see `Piece`.
_COMPOSED: Mapping[str, str] = MappingProxyType(
    {
        "F": "%Y-%m-%d",
        "T": "%H:%M:%S",
        "X": "%H:%M:%S",
        "R": "%H:%M",
        "D": "%m/%d/%y",
        "x": "%m/%d/%y",
        "r": "%I:%M:%S %p",
        "c": "%a %b %e %H:%M:%S %Y",
        "h": "%b",
        "n": "\n",
        "t": "\t",
    }
)
_DIRECT = frozenset("aAbBdHIjmMpSyYf%uwUWVG")
_OWN = frozenset("eLszZ")


class Piece(Struct, frozen=True):
    """A part of a format: for strftime itself, or a letter that needs a hand of its own.

    own  `e` day padded by a blank, `L` milliseconds, `s` epoch seconds, `z` offset, `Z` zone
    """

    format: str
    own: str = ""


def pieces(pattern: str) -> tuple[Piece, ...]:
    """The parts of a strftime pattern."""
    if len(pattern) > _LONGEST:
        raise UsageError(f"a date format has at most {_LONGEST} characters")
    return tuple(_pieces(_expanded(pattern)))


def _expanded(pattern: str) -> str:
    for _ in range(2):  # `c` holds another
        pattern = re.sub(
            r"%(.)",
            lambda found: _COMPOSED.get(found[1], found[0]),
            pattern,
            flags=re.DOTALL,
        )
    return pattern


def _pieces(pattern: str) -> Iterator[Piece]:
    kept = ""
    for part in re.findall(r"%-?.|%$|[^%]+", pattern, flags=re.DOTALL):
        letter = part[-1]
        alone = part in ("%", "%-")
        if part[0] != "%" or (letter in _DIRECT and not alone):
            kept += part
            continue
        if letter not in _OWN or alone:
            known = " ".join(sorted("%" + each for each in _DIRECT | _OWN | _COMPOSED.keys()))
            raise UsageError(f"formatDate does not know {part}; it knows {known}")
        if kept:
            yield Piece(kept)
        kept = ""
        yield Piece("", letter)
    if kept:
        yield Piece(kept)


# -- Java's DateTimeFormatter


class Shape(Struct, frozen=True):
    r"""How to read a date.

    pattern  RE2 of the whole text
    rewrite  `\1` … put together to what `format` reads; empty months and days are already 1
    format   for strptime
    offset   number of the group that holds the offset from UTC, 0 where there is none
    """

    pattern: str
    rewrite: str
    format: str
    offset: int


_DIGITS: Mapping[str, str] = MappingProxyType(
    {"M": "month", "L": "month", "d": "day", "H": "hour", "h": "hour12", "m": "minute"}
    | {"s": "second"}
)
# java.time.ZoneOffset: up to 18 hours
_EAST = "[+-](?:(?:0[0-9]|1[0-7])(?::?[0-5][0-9])?|18(?::?00)?)"
_WORD = 3  # letters from which on a month is a word
_MICRO = 6  # digits of a second that are kept
_MOST = 9  # groups that an RE2 rewrite can name
_KNOWN = "y u M L d D H h m s S a E X x Z and text in quotes"


def shape(pattern: str) -> Shape:
    """What a pattern of Java's DateTimeFormatter reads.

    >>> shape("yyyy-MM-dd").pattern
    '([0-9]{4})\\-([0-9]{2})\\-([0-9]{2})'
    """
    if len(pattern) > _LONGEST:
        raise UsageError(f"a date pattern has at most {_LONGEST} characters")
    regex = ""
    groups: dict[str, str] = {}
    for run in _runs(pattern):
        if run[0] == "'":
            regex += re.escape(run[1:])
            continue
        name, part, skipped = _field(run[0], len(run))
        if name in groups:
            raise UsageError(f"parseDate: {run[0]!r} stands twice in {pattern!r}")
        regex += f"({part})" if name else part
        regex += skipped
        if name:
            groups[name] = f"\\{len(groups) + 1}"
    if "hour12" in groups and "half" not in groups:
        raise UsageError(f"parseDate: {pattern!r} has h without a")
    if len(groups) > _MOST:
        raise UsageError(f"parseDate: {pattern!r} has more than {_MOST} parts")
    return _shape(regex, groups)


def _runs(pattern: str) -> Iterator[str]:
    """Runs of a letter, and literals behind a quote mark."""
    for quoted, letters, other in re.findall(
        r"('(?:[^']|'')*')|([A-Za-z]+)|([^A-Za-z']+|')", pattern
    ):
        if quoted:
            yield "'" + (quoted[1:-1].replace("''", "'") or "'")
        elif letters:
            yield from ("".join(same) for _, same in groupby(letters))
        elif other == "'" or set(other) & set("[]{}#"):
            raise UsageError(f"parseDate: {other!r} has no meaning in {pattern!r}")
        else:
            yield "'" + other


def _field(letter: str, size: int) -> tuple[str, str, str]:
    """What a run of a letter holds, RE2 of it, and of digits behind it that are not kept."""
    if letter in "yu" and size in (1, 2, 4):
        return ("shortyear", "[0-9]{2}", "") if size == 2 else ("year", "[0-9]{4}", "")
    if letter in "ML" and size in (_WORD, _WORD + 1):
        return ("shortname", "[A-Za-z]{3}", "") if size == _WORD else ("name", "[A-Za-z]+", "")
    if letter in _DIGITS and size in (1, 2):
        return _DIGITS[letter], "[0-9]{1,2}" if size == 1 else "[0-9]{2}", ""
    if letter == "D" and size in (1, 3):
        return "yearday", "[0-9]{1,3}" if size == 1 else "[0-9]{3}", ""
    if letter == "S" and size <= 9:  # nanoseconds
        kept = min(size, _MICRO)
        return f"fraction{kept}", f"[0-9]{{{kept}}}", f"[0-9]{{{size - kept}}}"
    if letter == "a" and size == 1:
        return "half", "[AaPp][Mm]", ""
    if letter == "E":
        return "", "[A-Za-z]+", ""
    if letter in "XxZ":
        return "offset", ("Z|" if letter == "X" else "") + _EAST, ""
    raise UsageError(f"parseDate does not know {letter * size!r}; it knows {_KNOWN}")


def _shape(regex: str, groups: Mapping[str, str]) -> Shape:
    fraction = next((each for each in groups if each.startswith("fraction")), "")
    zeros = "0" * (_MICRO - int(fraction[-1:] or 0))
    year = "20" + groups["shortyear"] if "shortyear" in groups else groups.get("year", "1970")
    date, date_format = _date(groups)
    hour, hour_format = groups.get("hour", "00"), "%H"
    half, half_format = "", ""
    if "hour12" in groups:
        hour, hour_format = groups["hour12"], "%I"
        half, half_format = " " + groups["half"], " %p"
    minute, second = groups.get("minute", "00"), groups.get("second", "00")
    return Shape(
        regex,
        f"{year}{date} {hour}:{minute}:{second}.{groups.get(fraction, '')}{zeros}{half}",
        f"%Y{date_format} {hour_format}:%M:%S.%f{half_format}",
        int(groups.get("offset", "\\0")[1:]),
    )


def _date(groups: Mapping[str, str]) -> tuple[str, str]:
    """The part behind the year, and strptime's words for it."""
    if "yearday" in groups:
        return f" {groups['yearday']}", " %j"
    day = groups.get("day", "01")
    if "shortname" in groups:
        return f" {groups['shortname']} {day}", " %b %d"
    if "name" in groups:
        return f" {groups['name']} {day}", " %B %d"
    return f"-{groups.get('month', '01')}-{day}", "-%m-%d"
