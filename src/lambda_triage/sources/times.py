"""Times as AWS writes them ↔ microseconds since the epoch, UTC."""

from __future__ import annotations

from datetime import UTC, datetime

SECONDS_LIMIT = 1e11  # a bare number below this is seconds, above it milliseconds


def micros(value: object) -> int | None:
    """RFC 3339 text, epoch seconds or epoch milliseconds → µs; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        if not 0 <= value < 1e14:
            return None
        return round(value * (1_000_000 if value < SECONDS_LIMIT else 1_000))
    if not isinstance(value, str):
        return None
    try:
        parsed = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    if parsed.tzinfo is None:
        parsed = parsed.replace(tzinfo=UTC)
    whole = parsed.replace(microsecond=0)
    return int(whole.timestamp()) * 1_000_000 + parsed.microsecond


def rfc3339(time_us: int) -> str:
    """µs → `2026-01-31T12:00:00.123Z`."""
    seconds, rest = divmod(time_us, 1_000_000)
    try:
        stamp = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return f"{time_us} µs"
    return f"{stamp:%Y-%m-%dT%H:%M:%S}.{rest // 1000:03d}Z"
