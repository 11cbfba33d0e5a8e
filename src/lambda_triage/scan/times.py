"""ISO 8601 times at a column of positions, as microseconds since the epoch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from lambda_triage.scan.block import NO_TIME
from lambda_triage.scan.bytes_at import BytesAt, over_nine
from lambda_triage.scan.stamp import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_SECOND = 1_000_000  # microseconds
_LENGTH = 19  # bytes of `2024-01-01T00:00:00`
_LONGEST_LEVEL = 11  # bytes of `[` to `]`: nine letters between
_CHUNK = 8192  # times read together, so that their columns stay in the cache
_UTC_LENGTH = 32  # bytes of `2024-01-01T00:00:00.000000+00:00`
_UTC = np.uint64(int.from_bytes(b"+00:00", "little"))
_ZONE_BITS = np.uint64(0xFFFF)  # of the word that ends the time: the last two digits
_POWERS = np.array([10**power for power in range(9)])


class Times(Struct, frozen=True):
    """A column of times: whether one stands there, what it is, and where it ends."""

    valid: NDArray[np.bool_]
    time_us: NDArray[np.int64]
    end: NDArray[np.int64]


def times_at(text: BytesAt, at: NDArray[np.int64]) -> Times:
    """The times at many positions, as `parse_time` reads each."""
    chunks = range(0, max(len(at), 1), _CHUNK)
    parts = [_chunk_times(text, at[low : low + _CHUNK]) for low in chunks]
    return Times(
        np.concatenate([part.valid for part in parts]),
        np.concatenate([part.time_us for part in parts]),
        np.concatenate([part.end for part in parts]),
    )


def _chunk_times(text: BytesAt, at: NDArray[np.int64]) -> Times:
    """Those that are `2024-01-01T00:00:00.000000+00:00`, as most are, at one go."""
    words = text.fields(at, _UTC_LENGTH).view("<u8").reshape(-1, 4)
    date, clock, last, zone = np.ascontiguousarray(words.T)
    lasts, good_last = _pairs(last, b":00.0000")
    ends, good = _pairs(zone & _ZONE_BITS, b"00\0\0\0\0\0\0")
    good &= good_last & ((zone >> np.uint64(16)) == _UTC)
    if np.count_nonzero(good) < len(at) // 2:
        return _any_times(text, at)
    minutes, valid = _whole_minutes(date, clock)
    second = _byte(lasts, 1)
    micros = _byte(lasts, 4) * 10_000 + _byte(lasts, 6) * 100 + _byte(ends, 0)
    time_us = (minutes * 60 + second) * _SECOND + micros
    valid &= second < 60
    end = at + np.where(valid, _UTC_LENGTH, _LENGTH)
    time_us[~valid] = 0
    others = np.flatnonzero(~good)
    if others.size:
        found = _any_times(text, at[others])
        valid[others], time_us[others], end[others] = found.valid, found.time_us, found.end
    return Times(valid, time_us, end)


def _any_times(text: BytesAt, at: NDArray[np.int64]) -> Times:
    seconds, valid = _seconds(text, at)
    end = at + _LENGTH
    valid_index = np.flatnonzero(valid)
    time_us = np.zeros(len(at), np.int64)
    micros, end_fraction = _fraction(text, end[valid_index])
    shift, end_zone, zoned = _zone(text, end_fraction)
    time_us[valid_index] = (seconds[valid_index] - shift) * _SECOND + micros
    end[valid_index] = end_zone
    valid[valid_index] = zoned
    return Times(valid, time_us, end)


def _seconds(text: BytesAt, at: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    date, clock, last = text.words(at), text.words(at + 8), text.words(at + 16)
    lasts, good_last = _pairs(last & np.uint64(0xFFFFFF), b":00")
    second = _byte(lasts, 1)
    minutes, good = _whole_minutes(date, clock)
    return minutes * 60 + second, good & good_last & (second < 60)


def _whole_minutes(
    date: NDArray[np.uint64], clock: NDArray[np.uint64]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Neighbours mostly share their minute, so each run of one minute is read once."""
    new = np.ones(len(date), np.bool_)
    new[1:] = (date[1:] != date[:-1]) | (clock[1:] != clock[:-1])
    minutes, good = _minutes(date[new], clock[new])
    run = np.cumsum(new) - 1
    return minutes[run], good[run]


def _minutes(
    date: NDArray[np.uint64], clock: NDArray[np.uint64]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Minutes since the epoch of `2024-01-` and `01T00:00`."""
    dates, good_date = _pairs(date, b"0000-00-")
    clocks, good_clock = _pairs(clock, b"00T00:00")
    year = _byte(dates, 0) * 100 + _byte(dates, 2)
    month, day = _byte(dates, 5), _byte(clocks, 0)
    hour, minute = _byte(clocks, 3), _byte(clocks, 6)
    firsts = np.arange(f"{FIRST_YEAR}-01", f"{LAST_YEAR + 1}-02", dtype="M8[M]")
    days = firsts.astype("M8[D]").astype(np.int64)
    valid = good_date & good_clock & (hour < 24) & (minute < 60)
    valid &= (year >= FIRST_YEAR) & (year <= LAST_YEAR) & (month >= 1) & (month <= 12)
    index = np.where(valid, (year - FIRST_YEAR) * 12 + month - 1, 0)
    valid &= (day >= 1) & (day <= days[index + 1] - days[index])
    return ((days[index] + day - 1) * 24 + hour) * 60 + minute, valid


def _pairs(word: NDArray[np.uint64], shape: bytes) -> tuple[NDArray[np.uint64], NDArray[np.bool_]]:
    """Each byte as ten times its digit plus the next one; whether digits stand where 0 does."""
    digits = word ^ np.uint64(int.from_bytes(shape, "little"))
    fixed = sum(0xFF << 8 * at for at, byte in enumerate(shape) if byte != ord("0"))
    good = (over_nine(digits) == 0) & ((digits & np.uint64(fixed)) == 0)
    return digits * np.uint64(10) + (digits >> np.uint64(8)), good


def _byte(word: NDArray[np.uint64], at: int) -> NDArray[np.int64]:
    return ((word >> np.uint64(8 * at)) & np.uint64(0xFF)).astype(np.int64)


def _fraction(text: BytesAt, at: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Microseconds of `.123` where it stands, and the end of it."""
    dotted = text.octets(at) == ord(".")
    value, digits = text.number(at + 1)
    ninth = text.octets(at + 9)
    many = (digits == 8) & (ninth >= ord("0")) & (ninth <= ord("9"))
    scale = _POWERS[np.abs(6 - digits)]
    micros = np.where(digits <= 6, value * scale, value // scale)
    present = dotted & (digits > 0)
    return np.where(present, micros, 0), np.where(present, at + 1 + digits + many, at)


def _zone(
    text: BytesAt, at: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """Seconds east of UTC, the end of the zone, and whether its numbers are possible."""
    sign = text.octets(at)
    pairs, good = _pairs(text.words(at + 1) & np.uint64(0xFFFFFFFFFF), b"00:00")
    good &= (sign == ord("+")) | (sign == ord("-"))
    hours, minutes = _byte(pairs, 0), _byte(pairs, 3)
    east = np.where(sign == ord("-"), -60, 60) * (hours * 60 + minutes)
    end = at + np.where(good, 6, (sign == ord("Z")).astype(np.int64))
    return np.where(good, east, 0), end, ~good | ((hours < 24) & (minutes < 60))


def leading_times(text: BytesAt, message: NDArray[np.int64]) -> NDArray[np.int64]:
    """The times that messages begin with, perhaps after `[LEVEL]` and a tab; else NO_TIME."""
    at = message + _level_lengths(text, message)
    times = times_at(text, at)
    after = text.octets(times.end)
    spaced = (after == ord(" ")) | (after == ord("\t")) | (after == ord("\r"))
    known = times.valid & (spaced | (after == ord("\n")))
    return np.where(known, times.time_us, NO_TIME)


def _level_lengths(text: BytesAt, message: NDArray[np.int64]) -> NDArray[np.int64]:
    length = np.zeros(len(message), np.int64)
    rows = np.flatnonzero(text.octets(message) == ord("["))
    head = text.fields(message[rows], _LONGEST_LEVEL + 1)
    closing = head == ord("]")
    close = closing.argmax(axis=1)
    broken = (head == ord("\n")) & (np.arange(_LONGEST_LEVEL + 1) < close[:, None])
    tab = head[np.arange(len(rows)), np.minimum(close + 1, _LONGEST_LEVEL)] == ord("\t")
    good = (close >= 2) & (close < _LONGEST_LEVEL) & tab & ~broken.any(axis=1)
    length[rows[good]] = close[good] + 2
    return length


def text_times(texts: Sequence[str]) -> NDArray[np.int64]:
    """The time that each text begins with, or NO_TIME."""
    encoded = [text.encode(errors="replace") for text in texts]
    ends = np.cumsum([len(text) + 1 for text in encoded], dtype=np.int64)
    times = times_at(BytesAt(b"\n".join([*encoded, b""])), np.append(0, ends)[:-1])
    return np.where(times.valid, times.time_us, NO_TIME)
