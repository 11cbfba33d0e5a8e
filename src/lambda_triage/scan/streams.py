"""Names of log streams in a column of positions → indices, by hashing: never a name per line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lambda_triage.scan.block import Stream
from lambda_triage.scan.bytes_at import low_bytes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lambda_triage.scan.bytes_at import BytesAt

STREAM_NAME_LIMIT = 512  # characters; CloudWatch Logs, CreateLogStream
_WIDTH = 64  # bytes of a name compared at a time
_BUCKETS = 16  # bits of a hash that choose a bucket
_ODD = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], np.uint64)
_MASKS = np.array([low_bytes(count) for count in range(9)], np.uint64)


def name_streams(
    text: BytesAt, start: NDArray[np.int64], end: NDArray[np.int64], group: str | None
) -> tuple[NDArray[np.int32], tuple[Stream, ...]]:
    """The index of each row's stream and the streams, numbered by first appearance."""
    first = _first_of_each(text, start, end)
    rows = np.flatnonzero(first == np.arange(len(first)))
    number = np.zeros(len(first), np.int32)
    number[rows] = np.arange(len(rows))
    spans = zip(start[rows].tolist(), end[rows].tolist(), strict=True)
    names = [text.data[low:high].decode(errors="replace") for low, high in spans]
    return number[first], tuple(Stream(group, name) for name in names)


def _first_of_each(
    text: BytesAt, start: NDArray[np.int64], end: NDArray[np.int64]
) -> NDArray[np.int64]:
    """For each row, the first row that has the same name."""
    first = np.arange(len(start))
    mixed = _hashes(text, start, end)
    rows = first.copy()
    for odd in _ODD:
        if not rows.size:
            return first
        # One row of each bucket speaks for it; names that share a bucket wait for the next turn,
        # in which another part of the hash chooses.
        bucket = ((mixed[rows] * odd) >> np.uint64(64 - _BUCKETS)).astype(np.int64)
        speaker = np.zeros(1 << _BUCKETS, np.int64)
        speaker[bucket[::-1]] = rows[::-1]
        chosen = speaker[bucket]
        same = _same_names(text, start, end, rows, chosen)
        first[rows[same]] = chosen[same]
        rows = rows[~same]
    seen: dict[bytes, int] = {}
    for row in rows.tolist():  # thousands of names, or names alike in all that was hashed
        first[row] = seen.setdefault(text.data[int(start[row]) : int(end[row])], row)
    return first


def _hashes(text: BytesAt, start: NDArray[np.int64], end: NDArray[np.int64]) -> NDArray[np.uint64]:
    length = end - start
    head = text.words(start) & _MASKS[np.minimum(length, 8)]
    tail = np.where(length >= 8, text.words(end - 8), np.uint64(0))
    inner = np.where(length >= 16, text.words(end - 16), np.uint64(0))
    mixed: NDArray[np.uint64] = (head + length.astype(np.uint64)) * _ODD[0]
    mixed ^= tail * _ODD[1]
    mixed ^= (inner * _ODD[2]) >> np.uint64(7)
    return mixed ^ (mixed >> np.uint64(32))


def _same_names(
    text: BytesAt,
    start: NDArray[np.int64],
    end: NDArray[np.int64],
    rows: NDArray[np.int64],
    others: NDArray[np.int64],
) -> NDArray[np.bool_]:
    length = end[rows] - start[rows]
    same: NDArray[np.bool_] = length == end[others] - start[others]
    shortest, longest = int(length.min()), int(length.max())
    for at in range(0, longest, _WIDTH):
        left = length[:1] if shortest == longest else length
        mask = _MASKS[np.clip(left[:, None] - at - np.arange(0, _WIDTH, 8), 0, 8)]
        here = text.fields(start[rows] + at, _WIDTH).view("<u8")
        there = text.fields(start[others] + at, _WIDTH).view("<u8")
        same &= ~((here ^ there) & mask).any(axis=1)
    return same
