"""Where the lines of a block begin and end, and which of them are blank."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from lambda_triage.scan.block import SPACES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lambda_triage.scan.bytes_at import BytesAt

_ROUNDS = 64  # trailing spaces removed columnar; a longer run is one line's own affair


class Lines(Struct, frozen=True):
    """Offsets of each line: its first byte, its newline, and the end of its text."""

    start: NDArray[np.int64]
    end: NDArray[np.int64]
    text_end: NDArray[np.int64]  # after trailing blanks are left out; `start` for a blank line

    def __len__(self) -> int:
        return len(self.start)


def few_lines(text: BytesAt, limit: int, *, trim: bool = True) -> Lines | None:
    """The lines of a block, or None where there are more than `limit`.

    trim  False: nobody asks for the end of their text, which is their end then
    """
    end = text.find(ord("\n"), limit)
    return _lines(text, end, trim=trim) if len(end) <= limit else None


def every_line(text: BytesAt, *, trim: bool = True) -> Lines:
    """The lines of a block; the last one may lack its newline."""
    return _lines(text, text.find(ord("\n")), trim=trim)


def _lines(text: BytesAt, end: NDArray[np.int64], *, trim: bool) -> Lines:
    if text.size and not text.data.endswith(b"\n"):
        end = np.append(end, text.size)
    start = np.zeros_like(end)
    start[1:] = end[:-1] + 1
    return Lines(start, end, _trimmed(text, start, end) if trim else end)


def _trimmed(text: BytesAt, start: NDArray[np.int64], end: NDArray[np.int64]) -> NDArray[np.int64]:
    trimmed = end.copy()
    active = np.arange(len(end))
    for _ in range(_ROUNDS):
        active = active[trimmed[active] > start[active]]
        last = text.octets(trimmed[active] - 1)
        active = active[(last == ord(" ")) | (last == ord("\t")) | (last == ord("\r"))]
        if not active.size:
            return trimmed
        trimmed[active] -= 1
    for line in active.tolist():
        whole = text.data[int(start[line]) : int(end[line])]
        trimmed[line] = start[line] + len(whole.rstrip(SPACES))
    return trimmed
