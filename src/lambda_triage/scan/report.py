"""The numbers of canonical REPORT lines, read as columns; any other form is left to a parser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lambda_triage.scan.bytes_at import BytesAt

_POWERS = np.array([10**power for power in range(9)])


class Reports(Struct, frozen=True):
    """One row for each line; only rows that are canonical mean anything."""

    canonical: NDArray[np.bool_]
    end: NDArray[np.int64]
    duration_us: NDArray[np.int64]
    billed_ms: NDArray[np.int64]
    memory_mb: NDArray[np.int64]
    max_memory_mb: NDArray[np.int64]
    init_us: NDArray[np.int64]  # -1 where none


def read_reports(text: BytesAt, at: NDArray[np.int64]) -> Reports:
    """The numbers from `at`, just after the request id, as Lambda has written them since 2019."""
    cursor = _Cursor(text, at.copy())
    cursor.skip(b"\tDuration: ")
    duration = cursor.hundredths() * 10
    cursor.skip(b" ms\tBilled Duration: ")
    billed = cursor.integer()
    cursor.skip(b" ms\tMemory Size: ")
    memory = cursor.integer()
    cursor.skip(b" MB\tMax Memory Used: ")
    used = cursor.integer()
    cursor.skip(b" MB")
    init = np.full(len(at), -1, np.int64)
    cold = np.flatnonzero(text.spells(cursor.at, b"\tInit Duration: "))
    tail = _Cursor(text, cursor.at[cold])
    tail.skip(b"\tInit Duration: ")
    init[cold] = tail.hundredths() * 10
    tail.skip(b" ms")
    cursor.at[cold] = tail.at
    cursor.good[cold] &= tail.good
    return Reports(cursor.good, cursor.at, duration, billed, memory, used, init)


class _Cursor:
    """A position in each line, and whether the line has been canonical so far."""

    __slots__ = ("at", "good", "text")

    def __init__(self, text: BytesAt, at: NDArray[np.int64]) -> None:
        self.text = text
        self.at = at
        self.good = np.ones(len(at), np.bool_)

    def skip(self, literal: bytes) -> None:
        self.good &= self.text.spells(self.at, literal)
        self.at += len(literal)

    def integer(self) -> NDArray[np.int64]:
        value, digits = self.text.number(self.at)
        self.good &= (digits > 0) & (digits < 8)
        self.good &= (digits == 1) | (value >= _POWERS[np.maximum(digits - 1, 0)])
        self.at += digits
        return value

    def hundredths(self) -> NDArray[np.int64]:
        whole = self.integer()
        self.skip(b".")
        part, digits = self.text.number(self.at)
        self.good &= digits == 2
        self.at += digits
        return whole * 100 + part
