"""The unit of reading: a run of whole log events out of one input."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64] | Sequence[int]

NO_TIME = -(2**63)  # an event whose time the container does not tell
NO_STREAM = -1  # an event whose log stream the container does not tell
SPACES = b" \t\r"  # what may stand at the end of a line without meaning anything
STREAM_NAME_LIMIT = 512  # characters; CloudWatch Logs, CreateLogStream
EVENT_LIMIT = 1 << 20  # bytes; CloudWatch Logs' own limit for one event since 2025


class Prefix(StrEnum):
    """What stands before the message on the first line of each event."""

    NONE = "none"  # nothing: the container gave times out of line, or there are none
    ISO = "iso"  # S3 export `2024-01-01T00:00:00.123Z message`; tail --format short, too
    ISO_STREAM = "iso-stream"  # aws logs tail: `2024-01-01T00:00:00.123000+00:00 stream message`
    STREAM_ISO = "stream-iso"  # sam logs: `stream 2024-01-01T00:00:00.123000 message`


class Stream(Struct, frozen=True):
    """One log stream, as far as the container names it."""

    group: str | None = None
    name: str | None = None


class Events(Struct, frozen=True):
    """Where the events of a block begin, and what the container said of each, as columns.

    Few events come as lists, so that a small file needs no NumPy.

    starts    byte offset of each event's first byte in the block's data, ascending
    time_us   event time, microseconds since the epoch, UTC; NO_TIME where unknown
    stream    index into `streams`; NO_STREAM where unknown
    first     ordinal of the first event within its input, for citation as `events[n]`
    ordinals  ordinal of each, where they were put into the order of time; None: one after another
    """

    starts: Numbers
    time_us: Numbers
    stream: NDArray[np.int32] | Sequence[int]
    streams: tuple[Stream, ...]
    first: int
    ordinals: Numbers | None = None

    def ordinal(self, number: int) -> int:
        """Where the event stands in its input."""
        return self.first + number if self.ordinals is None else int(self.ordinals[number])


class Block(Struct, frozen=True):
    """Bytes of whole events, each ending with a newline.

    data      raw lines of the input (prefix tells their form), or messages taken out of a
              container (prefix NONE, and `events` says where each begins)
    input     index of the input in the case's list of inputs
    offset    bytes before data[0] in the (decompressed) input; 0 when messages were decoded
    line      lines before data[0] in the (decompressed) input; 0 when messages were decoded
    group     log group that holds for the whole block, where one is known
    stream    log stream that holds for the whole block, where one is known (an S3 export file)
    """

    data: bytes
    input: int
    prefix: Prefix = Prefix.NONE
    offset: int = 0
    line: int = 0
    group: str | None = None
    stream: str | None = None
    events: Events | None = None
