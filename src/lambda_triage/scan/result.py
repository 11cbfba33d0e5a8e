"""What one scan of a block yields, and the clean invocations written out as rows again."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from msgspec import Struct

from lambda_triage.scan.block import NO_TIME
from lambda_triage.scan.row import Kind, Row

if TYPE_CHECKING:
    from lambda_triage.scan.block import Stream
    from lambda_triage.scan.clean import Clean


class Scan(Struct):
    """The events of interest of one block.

    streams             rows and clean point here
    rows                every platform line and hit outside of clean invocations, in input order
    clean               invocations without incident, as columns; None where all are rows
    counts              lines by kind: an event counts as its kind, its other lines as
                        CONTINUATION or BLANK, so that the sum is the number of lines
    bytes, events       size of the block, number of its events
    first_us, last_us   earliest and latest time of an event; None where none is known
    cut                 events longer than EVENT_LIMIT, of which the rest was not searched
    """

    input: int
    streams: tuple[Stream, ...]
    rows: list[Row]
    clean: Clean | None
    counts: dict[Kind, int]
    bytes: int
    events: int
    first_us: int | None
    last_us: int | None
    cut: int


def rows_of(scan: Scan) -> list[Row]:
    """All rows, with START and REPORT of each clean invocation (their END lines are not kept)."""
    rows = [*scan.rows]
    if scan.clean is not None:
        for at in range(len(scan.clean)):
            rows += _start_and_report(scan.input, scan.clean, at)
    return sorted(rows, key=lambda row: row.line)


def _start_and_report(source: int, clean: Clean, at: int) -> tuple[Row, Row]:
    request_id = str(UUID(int=int(clean.request_hi[at]) << 64 | int(clean.request_lo[at])))
    version = clean.versions[int(clean.version[at])]
    columns = (
        clean.duration_us,
        clean.billed_ms,
        clean.memory_mb,
        clean.max_memory_mb,
        clean.init_us,
    )
    duration, billed, memory, used, init = (int(column[at]) for column in columns)
    start = Row(
        kind=Kind.START,
        input=source,
        offset=int(clean.start_offset[at]),
        line=int(clean.start_line[at]),
        time_us=known(int(clean.start_us[at])),
        stream=int(clean.stream[at]),
        request_id=request_id,
        text=f"START RequestId: {request_id} Version: {version}",
        values={"version": version},
    )
    report = Row(
        kind=Kind.REPORT,
        input=source,
        offset=int(clean.report_offset[at]),
        line=int(clean.report_line[at]),
        time_us=known(int(clean.end_us[at])),
        stream=int(clean.stream[at]),
        request_id=request_id,
        text=_report_text(request_id, (duration, billed, memory, used, init)),
    )
    return start, report


def known(time_us: int) -> int | None:
    """The time, or None for NO_TIME."""
    return None if time_us == NO_TIME else time_us


def _report_text(request_id: str, numbers: tuple[int, int, int, int, int]) -> str:
    """The line whose duration, billed, memory, used and init numbers were read."""
    duration, billed, memory, used, init = numbers
    cold = f"\tInit Duration: {_decimal(init)} ms" if init >= 0 else ""
    return (
        f"REPORT RequestId: {request_id}\tDuration: {_decimal(duration)} ms"
        f"\tBilled Duration: {billed} ms\tMemory Size: {memory} MB"
        f"\tMax Memory Used: {used} MB{cold}"
    )


def _decimal(micros: int) -> str:
    return f"{micros // 1000}.{micros % 1000 // 10:02d}"
