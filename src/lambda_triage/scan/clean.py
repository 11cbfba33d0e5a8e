"""Invocations without any incident, as columns: START, END and REPORT in order, nothing between."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from lambda_triage.scan.bytes_at import low_bytes
from lambda_triage.scan.heads import ID_AT, ID_LENGTH, VERSION_AT
from lambda_triage.scan.report import read_reports
from lambda_triage.scan.row import Kind
from lambda_triage.scan.streams import stream_order

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lambda_triage.scan.bytes_at import BytesAt
    from lambda_triage.scan.events import EventColumns
    from lambda_triage.scan.heads import Heads

_LONGEST_VERSION = 8  # bytes; `$LATEST`, or a number


class Clean(Struct):
    """Clean invocations, one row each, in order of their REPORT lines.

    request_hi, request_lo      upper and lower half of the request id, a UUID
    stream                      index into the scan's streams; -1 where unknown
    start_us, end_us            event times of START and REPORT; NO_TIME where unknown
    duration_us, billed_ms, memory_mb, max_memory_mb    as REPORT says
    init_us                     Init Duration, -1 where REPORT names none
    version                     index into `versions`
    start_offset, start_line    where START stands, as in Row; and the same for REPORT
    """

    request_hi: NDArray[np.uint64]
    request_lo: NDArray[np.uint64]
    stream: NDArray[np.int32]
    start_us: NDArray[np.int64]
    end_us: NDArray[np.int64]
    duration_us: NDArray[np.int64]
    billed_ms: NDArray[np.int64]
    memory_mb: NDArray[np.int64]
    max_memory_mb: NDArray[np.int64]
    init_us: NDArray[np.int64]
    version: NDArray[np.int32]
    start_offset: NDArray[np.int64]
    start_line: NDArray[np.int64]
    report_offset: NDArray[np.int64]
    report_line: NDArray[np.int64]
    versions: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.request_hi)


class Places(Struct, frozen=True):
    """Offset and line of each event, as rows cite them."""

    offset: NDArray[np.int64]
    line: NDArray[np.int64]


class _Candidates(Struct, frozen=True):
    """START, END (-1 where there is none) and REPORT of one request, and their ranks by stream."""

    start: NDArray[np.int64]
    end: NDArray[np.int64]
    report: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]

    def of(self, chosen: NDArray[np.bool_] | NDArray[np.int64]) -> _Candidates:
        return _Candidates(*(getattr(self, name)[chosen] for name in self.__struct_fields__))


def find_clean(
    text: BytesAt,
    events: EventColumns,
    heads: Heads,
    interest: NDArray[np.int64],
    places: Places,
) -> tuple[Clean, NDArray[np.int64]]:
    """The clean invocations, and the events they are made of, `interest` being all that matter."""
    order = interest[stream_order(events.stream[interest], len(events.streams))]
    kind = np.append(heads.lone[order], [0, 0])
    stream = np.append(events.stream[order], [-2, -2])
    rows = _candidates(text, events, order, kind, stream)
    reports = read_reports(text, events.message[rows.report] + ID_AT[Kind.REPORT] + ID_LENGTH)
    versions, known, version = _versions(text, events, rows.start)
    good = reports.canonical & known & (reports.end == events.text_end[rows.report])
    chosen = np.flatnonzero(good)
    chosen = chosen[_surrounded(rows.of(chosen), kind, stream)]
    chosen = chosen[np.argsort(rows.report[chosen])]
    high, low = text.uuids(events.message[rows.report[chosen]] + ID_AT[Kind.REPORT])
    kept = rows.of(chosen)
    clean = Clean(
        request_hi=high,
        request_lo=low,
        stream=events.stream[kept.report],
        start_us=events.time_us[kept.start],
        end_us=events.time_us[kept.report],
        duration_us=reports.duration_us[chosen],
        billed_ms=reports.billed_ms[chosen],
        memory_mb=reports.memory_mb[chosen],
        max_memory_mb=reports.max_memory_mb[chosen],
        init_us=reports.init_us[chosen],
        version=version[chosen],
        start_offset=places.offset[kept.start],
        start_line=places.line[kept.start],
        report_offset=places.offset[kept.report],
        report_line=places.line[kept.report],
        versions=versions,
    )
    return clean, np.concatenate([kept.start, kept.report, kept.end[kept.end >= 0]])


def _candidates(
    text: BytesAt,
    events: EventColumns,
    order: NDArray[np.int64],
    kind: NDArray[np.int8],
    stream: NDArray[np.int32],
) -> _Candidates:
    first = np.flatnonzero(kind == Kind.START)
    ended = (kind[first + 1] == Kind.END) & (stream[first + 1] == stream[first])
    last = first + 1 + ended
    whole = (kind[last] == Kind.REPORT) & (stream[last] == stream[first])
    first, last, ended = first[whole], last[whole], ended[whole]
    end = np.where(ended, order[np.minimum(first + 1, len(order) - 1)] if len(order) else -1, -1)
    rows = _Candidates(order[first], end, order[last], first, last)
    return rows.of(_same_ids(text, events, rows))


def _same_ids(text: BytesAt, events: EventColumns, rows: _Candidates) -> NDArray[np.bool_]:
    start = events.message[rows.start] + ID_AT[Kind.START]
    report = events.message[rows.report] + ID_AT[Kind.REPORT]
    # Where there is no END, START is compared with itself.
    end = np.where(rows.end >= 0, events.message[rows.end] + ID_AT[Kind.END], start)
    names = text.texts(start, ID_LENGTH)
    same: NDArray[np.bool_] = names == text.texts(report, ID_LENGTH)
    same &= names == text.texts(end, ID_LENGTH)
    return same


def _versions(
    text: BytesAt, events: EventColumns, start: NDArray[np.int64]
) -> tuple[tuple[str, ...], NDArray[np.bool_], NDArray[np.int32]]:
    """The versions, whether each START names a short one, and which."""
    at = events.message[start] + VERSION_AT
    length = events.text_end[start] - at
    masks = np.array([low_bytes(count) for count in range(_LONGEST_VERSION + 1)], np.uint64)
    known = (length > 0) & (length <= _LONGEST_VERSION)
    keys = text.words(at) & masks[np.clip(length, 0, _LONGEST_VERSION)]
    if keys.size and (keys == keys[0]).all():
        unique, index = keys[:1], np.zeros(len(keys), np.int64)
    else:
        unique, index = np.unique(keys, return_inverse=True)
    raw = [int(key).to_bytes(8, "little").rstrip(b"\0") for key in unique]
    plain = np.array([all(33 <= byte < 127 for byte in each) for each in raw], np.bool_)
    names = tuple(each.decode(errors="replace") for each in raw)
    return names, known & plain[index], index.astype(np.int32)


def _surrounded(
    rows: _Candidates, kind: NDArray[np.int8], stream: NDArray[np.int32]
) -> NDArray[np.bool_]:
    """Whether no row near a candidate could change how it is judged, or be judged by it.

    Right before it in its stream stands a REPORT or an INIT_START, right after it a START or an
    INIT_START: whoever follows the rows alone then has nothing open before, and nothing between.
    """
    of = stream[rows.first]
    before, after = rows.first - 1, rows.last + 1
    opened = np.isin(kind[before], (Kind.REPORT, Kind.INIT_START)) & (before >= 0)
    closed = np.isin(kind[after], (Kind.START, Kind.INIT_START))
    around: NDArray[np.bool_] = opened & (stream[before] == of)
    around &= closed & (stream[after] == of)
    return around
