"""Times as exports write them → microseconds since the epoch, UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from lambda_triage.scan.block import NO_TIME

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
MS_LIMIT = 253_402_300_800_000  # the year 10000, in milliseconds


def iso_us(text: str) -> tuple[int, bool]:
    """(time, whether it names its zone); without a zone it is taken as UTC."""
    try:
        time = datetime.fromisoformat(text.strip())
    except ValueError:
        return NO_TIME, True
    zoned = time.tzinfo is not None
    try:
        return ((time if zoned else time.replace(tzinfo=UTC)) - EPOCH) // MICROSECOND, zoned
    except OverflowError:
        return NO_TIME, True


def ms_us(value: object) -> int:
    """Epoch milliseconds as a number, or as digits."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 16:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return NO_TIME
    if not -MS_LIMIT < value < MS_LIMIT:  # false for NaN, too
        return NO_TIME
    return int(value * 1000)


def any_us(value: object) -> tuple[int, bool]:
    """Epoch milliseconds or an ISO time."""
    time = ms_us(value)
    if time != NO_TIME or not isinstance(value, str):
        return time, True
    return iso_us(value)
