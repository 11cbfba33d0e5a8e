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
_TAIL = 16  # bytes
_WIDTH = 64  # bytes of a name compared at a time
_BUCKETS = 16  # bits of a hash that choose a bucket
_ODD = (np.arange(1, 9, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)) | np.uint64(1)
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


def stream_order(stream: NDArray[np.int32], streams: int) -> NDArray[np.int64]:
    """Ranks that bring each stream's rows together and keep their order."""
    # numpy sorts sixteen bits by radix, ten times faster than thirty-two.
    narrow = stream.astype(np.int16) if streams < 1 << 15 else stream
    return np.argsort(narrow, kind="stable")


def _first_of_each(
    text: BytesAt, start: NDArray[np.int64], end: NDArray[np.int64]
) -> NDArray[np.int64]:
    """For each row, the first row that has the same name."""
    first = np.arange(len(start))
    rows = first.copy()
    parts = _parts(text, start, end)
    short = len(start) > 0 and int((end - start).min()) < _TAIL
    mixed = _hashes(parts, len(start)) if short else _tails(text, end)
    for odd in _ODD[:4]:
        if not rows.size:
            return first
        # One row of each bucket speaks for it; names that share a bucket wait for the next turn,
        # in which another part of the hash chooses.
        bucket = ((mixed[rows] * odd) >> np.uint64(64 - _BUCKETS)).astype(np.int64)
        speaker = np.zeros(1 << _BUCKETS, np.int64)
        speaker[bucket[::-1]] = rows[::-1]
        chosen = speaker[bucket]
        other = np.zeros(len(rows), np.bool_)
        for part in parts:
            other |= _differ(part if len(rows) == len(part) else part[rows], part[chosen])
        first[rows[~other]] = chosen[~other]
        if rows.size == len(first) and other.any():
            mixed = _hashes(parts, len(start))
        rows = rows[other]
    seen: dict[bytes, int] = {}
    for row in rows.tolist():  # thousands of names in one block
        first[row] = seen.setdefault(text.data[int(start[row]) : int(end[row])], row)
    return first


def _parts(
    text: BytesAt, start: NDArray[np.int64], end: NDArray[np.int64]
) -> list[NDArray[np.uint64]]:
    """The names as words, zero after their end, so many columns of words at a time."""
    length = end - start
    longest = int(length.max()) if len(length) else 0
    if len(length) and int(length.min()) == longest:
        length = length[:1]
    parts = []
    for at in range(0, longest, _WIDTH):
        mask = _MASKS[np.clip(length[:, None] - at - np.arange(0, _WIDTH, 8), 0, 8)]
        parts.append(text.fields(start + at, _WIDTH).view("<u8") & mask)
    return parts


def _differ(some: NDArray[np.uint64], others: NDArray[np.uint64]) -> NDArray[np.bool_]:
    words = (some ^ others).T
    joined: NDArray[np.uint64] = words[0]
    for word in words[1:]:
        joined = joined | word
    differ: NDArray[np.bool_] = joined != 0
    return differ


def _tails(text: BytesAt, end: NDArray[np.int64]) -> NDArray[np.uint64]:
    """The last sixteen bytes of each name, mixed: in Lambda's own names they are random."""
    words = text.fields(end - _TAIL, _TAIL).view("<u8")
    mixed: NDArray[np.uint64] = words[:, 0] * _ODD[1] ^ words[:, 1] * _ODD[2]
    return mixed


def _hashes(parts: list[NDArray[np.uint64]], count: int) -> NDArray[np.uint64]:
    mixed = np.zeros(count, np.uint64)
    for part in parts:
        mixed *= _ODD[0]
        mixed += ((part ^ (part >> np.uint64(32))) * _ODD).sum(axis=1)
        mixed ^= mixed >> np.uint64(29)
    return mixed
