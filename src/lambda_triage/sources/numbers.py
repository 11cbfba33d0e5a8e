"""Numbers as others write them → numbers that a table can hold; None for anything else."""

from __future__ import annotations

LIMIT = 1 << 63  # a BIGINT is below it


def number(value: object) -> float | None:
    """A number within the range of a BIGINT, and so neither infinite nor NaN."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if -LIMIT < value < LIMIT else None


def whole(value: object) -> int | None:
    """The same, without its fraction."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if -LIMIT < value < LIMIT else None
