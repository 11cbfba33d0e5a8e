"""Names of log streams in a column of positions → indices, by hashing: never a name per line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lambda_triage.scan.block import Stream
from lambda_triage.scan.bytes_at import low_bytes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lambda_triage.scan.bytes_at import BytesAt

_TURNS = 3
_CHUNK = 8192  # rows handled together, so that their names stay in the cache
_BUCKETS = 16  # bits of a hash that choose a bucket
_ODD = np.uint64(0x9E3779B97F4A7C15)


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
    lengths = end - start
    for length in np.flatnonzero(np.bincount(lengths)).tolist():
        rows = np.flatnonzero(lengths == length)
        for turn in range(_TURNS):
            rows = _grouped(text, start, length, rows, turn, first)
        seen: dict[bytes, int] = {}
        for row in rows.tolist():  # thousands of names in one block
            at = int(start[row])
            first[row] = seen.setdefault(text.data[at : at + length], row)
    return first


def _grouped(
    text: BytesAt,
    start: NDArray[np.int64],
    length: int,
    rows: NDArray[np.int64],
    turn: int,
    first: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Fill `first` for names of one length; the rows that must wait for another turn.

    The first row in each bucket of a hash speaks for it. Other names in its bucket wait for the
    next turn, in which other bytes are hashed.
    """
    speaker = np.full(1 << _BUCKETS, -1)
    waiting = [rows[:0]]
    for low in range(0, len(rows), _CHUNK):
        some = rows[low : low + _CHUNK]
        bucket = _buckets(text, start[some], length, turn)
        new = speaker[bucket] < 0
        speaker[bucket[new][::-1]] = some[new][::-1]
        chosen = speaker[bucket]
        same = text.texts(start[some], length) == text.texts(start[chosen], length)
        first[some[same]] = chosen[same]
        waiting.append(some[~same])
    return np.concatenate(waiting)


def _buckets(text: BytesAt, start: NDArray[np.int64], length: int, turn: int) -> NDArray[np.int64]:
    """A hash of sixteen bytes: the last ones, random in Lambda's own names; then others."""
    if length < 8:
        words = [text.words(start) & low_bytes(length)]
    elif length < 16:
        words = [text.words(start), text.words(start + length - 8)]
    else:
        at = start + ((length - 16) * (_TURNS - 1 - turn) // (_TURNS - 1))
        words = [text.words(at), text.words(at + 8)]
    mixed = np.zeros(len(start), np.uint64)
    for word in words:
        mixed = (mixed ^ word ^ (word >> np.uint64(32))) * _ODD
    return (mixed >> np.uint64(64 - _BUCKETS)).astype(np.int64)
