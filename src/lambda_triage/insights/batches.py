"""Events of a block → one Arrow record batch; messages are views into the block, not copies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import nanoarrow as na
import numpy as np
from msgspec import Struct

from lambda_triage.scan.block import NO_TIME, Stream
from lambda_triage.scan.bytes_at import BytesAt
from lambda_triage.scan.lambda_fields import MEGABYTE, lambda_fields

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from nanoarrow.c_array import CArray
    from numpy.typing import NDArray

    from lambda_triage.scan.every_event import EveryEvent

_INLINE = 12  # bytes of a text that Arrow's string view holds in itself
_MICROS = 1000  # in a millisecond

# kind  code of scan.row.Kind for INIT_START, START, END and certain REPORT lines, else 0
# sure  whether these columns are all that the message tells
# words  bits of `words.WORDS` that may be in the message; missing where nobody looked
SCHEMA = {
    "n": na.int64(),
    "time_ms": na.int64(),
    "message": na.string_view(),
    "stream": na.string_view(),
    "log": na.string_view(),
    "input": na.int32(),
    "line": na.int32(),
    "kind": na.int8(),
    "sure": na.int8(),
    "duration": na.float64(),
    "billed_duration": na.float64(),
    "init_duration": na.float64(),
    "memory_size": na.float64(),
    "max_memory_used": na.float64(),
    "words": na.int64(),
}


class Batch(Struct, frozen=True):
    """A record batch of SCHEMA, and what it holds.

    sure     whether its columns are all that any of its messages tells
    last_ms  time of its last event; None where no event has one
    """

    array: CArray
    rows: int
    bytes: int
    sure: bool
    last_ms: int | None


def batch(
    events: EveryEvent,
    *,
    first: int,
    input: int,
    log: Callable[[Stream], str | None],
    words: NDArray[np.int64] | None = None,
) -> Batch:
    """The record batch of one part of a block.

    first  `n` of the first event
    log    `account:group` of a stream, None where the group is unknown
    words  bits of each event, None where nobody looked
    """
    size = len(events)
    told = lambda_fields(events)
    names = [each.name for each in events.streams]
    logs = [log(each) for each in events.streams]
    nameless = log(Stream()) if size and events.stream.min() < 0 else None
    line = events.line if events.lines else -1 - events.line
    columns = [
        _numbers(np.arange(first, first + size), na.int64()),
        _numbers(events.time_us // _MICROS, na.int64(), events.time_us != NO_TIME),
        _messages(events),
        _chosen([*names, None], events.stream),
        _chosen([*logs, nameless], events.stream),
        _numbers(np.full(size, input, np.int32), na.int32()),
        _numbers(line.astype(np.int32), na.int32()),
        _numbers(told.kind, na.int8()),
        _numbers(told.sure.astype(np.int8), na.int8()),
        _measures(told.duration_us, 1 / _MICROS),
        _measures(told.billed_ms, 1),
        _measures(told.init_us, 1 / _MICROS),
        _measures(told.memory_mb, MEGABYTE),
        _measures(told.max_memory_mb, MEGABYTE),
        _numbers(np.zeros(size, np.int64), na.int64(), np.zeros(size, np.bool_))
        if words is None
        else _numbers(words, na.int64()),
    ]
    array = na.c_array_from_buffers(na.struct(SCHEMA), size, [None], children=columns)
    last_us = int(events.time_us.max(initial=NO_TIME))
    last_ms = None if last_us == NO_TIME else last_us // _MICROS
    return Batch(array, size, int(events.length.sum()), bool(told.sure.all()), last_ms)


def _numbers(
    values: NDArray[np.generic], kind: na.Schema, valid: NDArray[np.bool_] | None = None
) -> CArray:
    values = np.ascontiguousarray(values)
    if valid is None or valid.all():
        return na.c_array_from_buffers(kind, len(values), [None, values], null_count=0)
    return na.c_array_from_buffers(kind, len(values), [_bits(valid), values])


def _measures(values: NDArray[np.int64], unit: float) -> CArray:
    # Divided rather than multiplied by 0.001, so that 11490 µs are the same double as `11.49`.
    scaled = values / round(1 / unit) if unit < 1 else values * float(unit)
    return _numbers(scaled, na.float64(), values >= 0)


def _bits(valid: NDArray[np.bool_]) -> NDArray[np.uint8]:
    return np.packbits(valid, bitorder="little")


def _messages(events: EveryEvent) -> CArray:
    views = string_views(events.text, events.start, events.length)
    data = events.text.data
    if events.rewritten:
        # Behind the block's bytes, not as a second buffer: nanoarrow 0.9 shares arrays of several
        # buffers with memory that is not theirs.
        other, start, length = _joined(events.rewritten.values())
        start += len(data)
        data += other
        views[list(events.rewritten)] = string_views(BytesAt(data), start, length)
    return _texts(views, data)


def _chosen(texts: Sequence[str | None], index: NDArray[np.int32]) -> CArray:
    """A column of few texts, chosen by number; -1 is the last one."""
    if not any(texts):
        views = np.zeros((len(index), 4), np.int32)
        return _texts(views, b"", np.array([text is not None for text in texts])[index])
    data, start, length = _joined([(text or "").encode(errors="replace") for text in texts])
    views = string_views(BytesAt(data), start, length)
    known = np.array([text is not None for text in texts])
    return _texts(views[index], data, known[index])


def _joined(texts: Collection[bytes]) -> tuple[bytes, NDArray[np.int64], NDArray[np.int64]]:
    length = np.fromiter(map(len, texts), np.int64, len(texts))
    start = np.concatenate(([0], np.cumsum(length)[:-1])) if len(length) else length
    return b"".join(texts), start, length


def _texts(views: NDArray[np.int32], data: bytes, valid: NDArray[np.bool_] | None = None) -> CArray:
    bits = None if valid is None or valid.all() else _bits(valid)
    return na.c_array_from_buffers(
        na.string_view(),
        len(views),
        [bits, np.ascontiguousarray(views), data],
        null_count=0 if bits is None else -1,
        validation_level="minimal",  # the content was made here, and has millions of rows
    )


def string_views(
    text: BytesAt, start: NDArray[np.int64], length: NDArray[np.int64]
) -> NDArray[np.int32]:
    """Arrow's string views: length, first four bytes, number of the only buffer, offset in it."""
    views = np.empty((len(start), 4), np.int32)
    heads = text.fields(start, _INLINE).view("<i4").reshape(-1, 3)
    views[:, 0] = length
    views[:, 1] = heads[:, 0]
    views[:, 2] = 0
    views[:, 3] = start
    short = np.flatnonzero(length <= _INLINE)
    inline = text.fields(start[short], _INLINE)
    inline = np.where(np.arange(_INLINE) < length[short][:, None], inline, np.uint8(0))
    views[short, 1:] = inline.view("<i4").reshape(-1, 3)
    return views
