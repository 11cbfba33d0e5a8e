"""A value with its kind, and what it is taken for: number, condition, text, time."""

from __future__ import annotations

import re
from math import isfinite
from typing import NamedTuple

from lambda_triage.insights.plan import Kind
from tests.insights.reference.printing import printed

Plain = str | float | bool | None  # JSON is its compact text

FIRST_MS, LAST_MS = -62_135_596_800_000, 253_402_300_799_999  # years 1 to 9999
_DECIMAL = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


class Value(NamedTuple):
    """A value and its kind; of NUMBER and DOUBLE it is a finite float, of TIME an int."""

    value: Plain
    kind: Kind

    @property
    def missing(self) -> bool:
        return self.value is None

    @property
    def number(self) -> float | None:
        """The numeric view."""
        if self.value is None or self.kind is Kind.JSON:
            return None
        if self.kind is not Kind.TEXT:
            return float(self.value)
        return number_of(str(self.value))

    @property
    def condition(self) -> bool | None:
        number = self.number
        return None if number is None else number != 0

    @property
    def text(self) -> str | None:
        """The printed form."""
        return printed(self.value, self.kind)

    @property
    def words(self) -> str | None:
        """The printed form as functions of texts see it: maps and lists are missing."""
        return None if self.kind is Kind.JSON else self.text

    @property
    def time(self) -> int | None:
        """Milliseconds of a time, or a number taken as such."""
        if self.kind is Kind.TIME:
            return None if self.value is None else int(self.value)
        number = self.number
        if number is None or not FIRST_MS <= number <= LAST_MS:
            return None
        return int(number // 1)

    def to(self, kind: Kind) -> Value:
        """The same as another kind, where a function gives several."""
        if kind is self.kind:
            return self
        made: Plain = self.text
        if kind in (Kind.NUMBER, Kind.DOUBLE):
            made = self.number
        elif kind is Kind.TRUTH:
            made = self.condition
        elif kind is Kind.TIME:
            made = self.time
        return Value(made, kind)


def number_of(text: str) -> float | None:
    """The numeric view of a text."""
    if text in ("true", "false"):
        return float(text == "true")
    if not _DECIMAL.fullmatch(text):
        return None
    found = float(text)
    return found if isfinite(found) else None


def finite(number: float | None) -> float | None:
    return number if number is not None and isfinite(number) else None
