"""Raw lines of a line form → runs of whole events, without a Python step per line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from lambda_triage.scan.block import EVENT_LIMIT, Block
from lambda_triage.sources.files import line_forms as forms
from lambda_triage.sources.files.form import RAW_PREFIX, Form
from lambda_triage.sources.files.item import Skipped
from lambda_triage.sources.files.messages import BLOCK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.sources.files.unpack import Content

LONGEST_PREFIX = 512  # bytes; a stream name is at most 512, Lambda's are 50 to 110
NEAR = 64 << 10  # bytes within which a better place to cut a plain text is looked for

STARTS = {
    Form.s3_export: forms.S3_EXPORT,
    Form.tail_short: forms.TAIL_SHORT,
    Form.tail_detailed: forms.TAIL_DETAILED,
    Form.sam_logs: forms.SAM_LOGS,
}
# In a plain text every line may be an event; these begin one for sure, so a stack trace is not
# parted from its message.
PLAIN_START = re.compile(
    rb"(?:START|END|INIT_START|INIT_REPORT|RESTORE_START)\b|\{\"|\[(?:INFO|WARN|ERROR|DEBUG)|"
    + forms.DAY_TIME
)


class Seen(Struct):
    """How far a reader has come."""

    line: int = 0
    cut: int = 0


class Cutter(Struct, frozen=True):
    """Where events of a form begin."""

    start: re.Pattern[bytes] | None  # None: at every line
    target: int = BLOCK
    limit: int = EVENT_LIMIT

    def begins(self, buf: bytes, pos: int) -> bool:
        return self.start is None or self.start.match(buf, pos) is not None

    def next(self, buf: bytes, pos: int, end: int | None = None) -> int:
        """First event start behind the newline at or after `pos`; -1 if there is none."""
        stop = len(buf) if end is None else end
        while (newline := buf.find(b"\n", pos, stop)) >= 0:
            if self.begins(buf, newline + 1):
                return newline + 1
            pos = newline + 1
        return -1

    def last(self, buf: bytes) -> int:
        """Last event start behind a newline, for plain text preferably a certain one; 0 if none."""
        if self.start is None:
            near = buf.rfind(b"\n") + 1
            better = self._last(PLAIN_START, buf, max(0, len(buf) - NEAR))
            return better or near
        return self._last(self.start, buf, 0)

    @staticmethod
    def _last(pattern: re.Pattern[bytes], buf: bytes, low: int) -> int:
        end = len(buf)
        while (newline := buf.rfind(b"\n", low, end)) >= 0:
            if pattern.match(buf, newline + 1):
                return newline + 1
            end = newline
        return 0

    def has_long_event(self, buf: bytes) -> bool:
        """Whether some half of the limit, aligned, has no event start: a cheap test."""
        step = max(1, self.limit // 2)
        return any(
            self.next(buf, pos, pos + step) < 0 for pos in range(0, len(buf) - step + 1, step)
        )


def cutter(form: Form, target: int = BLOCK, limit: int = EVENT_LIMIT) -> Cutter:
    return Cutter(STARTS.get(form), target, limit)


def runs(
    content: Content, form: Form, index: int, at: Cutter, offset: int, seen: Seen
) -> Iterator[Block]:
    """Blocks of about the target; an event over the limit ends its block, cut."""
    prefix = RAW_PREFIX[form]
    buf = b""
    while data := content.read(at.target):
        if len(data) == at.target and (end := at.last(data)):
            whole = b"".join((buf, memoryview(data)[:end]))  # one copy, not two
            yield from _emit(Block(whole, index, prefix, offset), at, seen)
            buf, offset = data[end:], offset + len(whole)
            continue
        buf += data
        if len(data) < at.target:
            break
        if end := at.last(buf):
            yield from _emit(Block(buf[:end], index, prefix, offset), at, seen)
            buf, offset = buf[end:], offset + end
        elif len(buf) > at.limit + 2 * LONGEST_PREFIX:
            yield Block(buf[: at.limit] + b"\n", index, prefix, offset, seen.line)
            seen.cut += 1
            passed, buf = _drop(content, at, buf, seen)
            offset += passed
    if buf:
        data = buf if buf.endswith(b"\n") else buf + b"\n"
        yield from _emit(Block(data, index, prefix, offset), at, seen)


def _emit(block: Block, at: Cutter, seen: Seen) -> Iterator[Block]:
    """The block, or several that end behind each event which was cut."""
    data, begin = block.data, 0
    for start, end in _long_events(data, at) if at.has_long_event(data) else ():
        part = data[begin : start + at.limit] + b"\n"
        yield replace(block, data=part, offset=block.offset + begin, line=seen.line)
        seen.line += data.count(b"\n", begin, end)
        seen.cut += 1
        begin = end
    if begin < len(data):
        part = data[begin:] if begin else data
        yield replace(block, data=part, offset=block.offset + begin, line=seen.line)
        seen.line += part.count(b"\n")


def _long_events(data: bytes, at: Cutter) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(data):
        end = at.next(data, start)
        end = len(data) if end < 0 else end
        if end - 1 - start > at.limit:  # without its last newline
            yield start, end
        start = end


def _drop(content: Content, at: Cutter, buf: bytes, seen: Seen) -> tuple[int, bytes]:
    """(bytes passed over up to the next event start, what was read from there on)."""
    passed = 0
    while (start := at.next(buf, 0)) < 0:
        keep = buf.rfind(b"\n", max(0, len(buf) - LONGEST_PREFIX))
        keep = len(buf) if keep < 0 else keep
        seen.line += buf.count(b"\n", 0, keep)
        passed, buf = passed + keep, buf[keep:]
        if not (data := content.read(at.target)):
            return passed + len(buf), b""
        buf += data
    seen.line += buf.count(b"\n", 0, start)
    return passed + start, buf[start:]


def cut_note(seen: Seen, index: int, limit: int) -> Iterator[Skipped]:
    """How many events were cut; nothing if none was."""
    if seen.cut:
        yield Skipped("cut_event", seen.cut, f"events over {limit} bytes are cut to that", index)
