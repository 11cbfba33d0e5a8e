"""What a scan yields: one row per platform line or signature hit, in the order of the input."""

from __future__ import annotations

from enum import IntEnum

from msgspec import Struct, field

TEXT_LIMIT = 8192  # bytes of an event kept with its row; the rest is read back from the input


class Kind(IntEnum):
    """Kinds of log events. Those below PLATFORM_END are platform lines that shape invocations."""

    INIT_START = 1
    START = 2
    END = 3
    REPORT = 4
    INIT_REPORT = 5
    RESTORE_START = 6
    RESTORE_REPORT = 7
    TIMEOUT = 8  # `<time> <request id> Task timed out after 3.00 seconds`
    FAULT = 9  # `RequestId: <id> Error: Runtime exited …`, `… Process exited before …`
    RUNTIME_DONE = 10
    EXTENSION = 11  # EXTENSION, TELEMETRY and LOGS lines
    PLATFORM_END = 12
    HIT = 20  # any other event in which a signature's literal occurs
    APPLICATION = 30  # an event of the function, an extension or a library, without a hit
    CONTINUATION = 31  # a line of a multi-line event, where the container does not join them
    BLANK = 32


class Row(Struct):
    """One event of interest.

    input, offset, line   where it stands: index of the input, byte offset and 1-based line; for
                          decoded containers offset is -1 and line is the event's ordinal
    time_us               microseconds since the epoch, UTC; None where no time is known
    stream                index into the scan's list of streams; -1 where unknown
    request_id            the id the line itself carries
    text                  the event's text, at most TEXT_LIMIT bytes of it
    literals              ids of the literals that occur in the event
    before, before_us     of a TIMEOUT row, and of a REPORT with `Status: timeout`: text and time
                          of the last application event before it in its stream (in this block)
    after                 of an error as bare JSON: text of the function's own event that comes
                          right after it, before any line of the platform (in this block)
    """

    kind: Kind
    input: int
    offset: int
    line: int
    time_us: int | None
    stream: int
    request_id: str | None
    text: str
    literals: tuple[int, ...] = ()
    values: dict[str, int | str | None] = field(default_factory=dict)
    before: str | None = None
    before_us: int | None = None
    after: str | None = None
