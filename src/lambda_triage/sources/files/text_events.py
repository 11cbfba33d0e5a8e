"""Line forms that are decoded: console copies, serverless logs, tail json, coloured output."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct, field

from lambda_triage.scan.block import EVENT_LIMIT, NO_TIME, Block, Stream
from lambda_triage.sources.files import line_forms as forms
from lambda_triage.sources.files.decode import compact
from lambda_triage.sources.files.form import Form
from lambda_triage.sources.files.item import Skipped
from lambda_triage.sources.files.messages import BLOCK, Messages
from lambda_triage.sources.files.tally import Tally
from lambda_triage.sources.files.times import any_us, iso_us

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lambda_triage.sources.files.unpack import Content

READ = 1 << 20  # bytes read at a time
ISO = rb"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)"
STREAM_TIME = re.compile(rb"(?P<stream>" + forms.STREAM + rb") " + ISO + rb"(?: |$)")
TIME_STREAM = re.compile(ISO + rb" (?P<stream>" + forms.STREAM + rb")(?: |$)")
TIME_SPACE = re.compile(ISO + rb" ")
TABLE_ROW = re.compile(rb"\s*\|\s*(?:" + ISO + rb"|(\d{13}))\s*\|\s?(.*?)(?: *\|\s*)?$", re.DOTALL)
TABLE_RULE = re.compile(rb"[\s|+-]*$|\s*\|\s*timestamp\s*\|\s*message\s*\|?\s*$")
TIME_GAP = re.compile(rb"(?:\xe2\x96[\xb6\xbc]\s*)?" + ISO + rb"(?:\t|\s+|$)")
RUNTIME_TIME = re.compile(rb"(?=" + forms.RUNTIME_LINE.pattern + rb")" + ISO)
SERVERLESS = re.compile(
    rb"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3})(?: \(([+-]\d\d:\d\d)\))?(?:\s+| - )"
    rb"(" + forms.ID + rb")(?: - |\s+)(.*)$",
    re.DOTALL,
)
PLATFORM_DASH = re.compile(rb"(START|END|REPORT) - (?=" + forms.ID + rb")")
LEVEL_DASH = re.compile(rb"(TRACE|DEBUG|INFO|WARN|ERROR|FATAL)(?: - |\s+)")


class Start(Struct, frozen=True):
    """The first line of an event, without what stood before its message."""

    message: bytes
    time_us: int = NO_TIME
    stream: Stream | None = None
    zoned: bool = True


RULE = Start(b"")  # a line that belongs to no event: a border of a table


def text_events(content: Content, index: int, form: Form) -> Iterator[Block | Skipped]:
    """Events of a decoded line form; lines before the first event are one event without time."""
    parse = _PARSERS[form]
    tally, messages = Tally(index), Messages(index)
    open_event = _Open()
    for line, cut in lines(content):
        text = forms.ANSI.sub(b"", line) if b"\x1b" in line else line
        start = parse(text.removesuffix(b"\r"))
        messages.cut += cut
        if start is RULE:
            continue
        if start is None:
            open_event.go_on(text)
            continue
        if not start.zoned:
            tally.once("assumed_utc", "times without a zone are taken as UTC")
        if open_event.give(messages, form):
            yield from messages.take()
        open_event = _Open(start, [start.message], len(start.message))
    open_event.give(messages, form)
    yield from messages.finish()
    yield from tally.skipped()


def lines(content: Content, limit: int = EVENT_LIMIT) -> Iterator[tuple[bytes, bool]]:
    """(line without its newline, whether it was cut to the limit), in bounded memory."""
    rest, dropped = b"", False
    while data := content.read(READ):
        *whole, tail = data.split(b"\n")
        for part in whole:
            line, rest = rest + part, b""
            yield line[:limit], dropped or len(line) > limit
            dropped = False
        rest += tail
        if len(rest) > limit:
            rest, dropped = rest[:limit], True
    if rest:
        yield rest, dropped


class _Open(Struct):
    """The event that is being read."""

    start: Start | None = None
    parts: list[bytes] = field(default_factory=list)
    size: int = 0

    def go_on(self, line: bytes) -> None:
        if self.size <= EVENT_LIMIT:
            self.parts.append(line)
        self.size += len(line) + 1

    def give(self, messages: Messages, form: Form) -> bool:
        text = b"\n".join(self.parts)
        start = self.start or Start(b"")
        if self.start is None and not text.strip():
            return False
        if form is Form.tail_json and (body := text.lstrip())[:1] in (b"{", b"["):
            text = compact(body)
        return messages.add(text, start.time_us, start.stream)


def _timed(time: bytes, message: bytes, stream: bytes | None = None) -> Start:
    time_us, zoned = any_us(time.decode())
    lane = None if stream is None else Stream(None, stream.decode("utf-8", "replace"))
    return Start(message, time_us, lane, zoned)


def _sam(line: bytes) -> Start | None:
    match = STREAM_TIME.match(line)
    return _timed(match[2], line[match.end() :], match["stream"]) if match else None


def _tail(line: bytes) -> Start | None:
    match = TIME_STREAM.match(line)
    return _timed(match[1], line[match.end() :], match["stream"]) if match else None


def _time_space(line: bytes) -> Start | None:
    match = TIME_SPACE.match(line)
    return _timed(match[1], line[match.end() :]) if match else None


def _console(line: bytes) -> Start | None:
    if match := TABLE_ROW.match(line):
        return _timed(match[1] or match[2], match[3].replace(b"\\|", b"|"))
    if line.strip() and TABLE_RULE.match(line):
        return RULE
    if match := RUNTIME_TIME.match(line):  # a line that the runtime wrote, copied without a time
        return Start(line, _timed(match[1], b"").time_us)
    if match := TIME_GAP.match(line):
        return _timed(match[1], line[match.end() :])
    if match := forms.CLOCK.match(line):  # a time of day, of a day that is not told
        return Start(line[match.end() :])
    return Start(line) if forms.BARE_PLATFORM.match(line) else None


def _serverless(line: bytes) -> Start | None:
    """App lines get back the form in which the Node.js runtime wrote them."""
    if match := SERVERLESS.match(line):
        time, zone, request_id, rest = match.groups()
        time_us, zoned = iso_us((time + (zone or b"")).decode())
        iso = time.replace(b" ", b"T") + (zone or b"Z")
        rest = LEVEL_DASH.sub(rb"\1\t", rest, count=1) if LEVEL_DASH.match(rest) else rest
        return Start(iso + b"\t" + request_id + b"\t" + rest, time_us, None, zoned)
    if match := PLATFORM_DASH.match(line):
        return Start(match[1] + b" RequestId: " + line[match.end() :])
    return Start(line) if forms.BARE_PLATFORM.match(line) else None


# A parser gives None for a line that continues the event before it.
_PARSERS: dict[Form, Callable[[bytes], Start | None]] = {
    Form.sam_logs: _sam,
    Form.tail_detailed: _tail,
    Form.tail_json: _tail,
    Form.s3_export: _time_space,
    Form.tail_short: _time_space,
    Form.console_copy: _console,
    Form.serverless_logs: _serverless,
}


def uncoloured(content: Content, index: int) -> Iterator[Block | Skipped]:
    """Plain lines without terminal colours; line numbers are the input's, offsets are not."""
    buf, line, cut = bytearray(), 0, 0
    for text, was_cut in lines(content):
        buf += forms.ANSI.sub(b"", text) + b"\n"
        cut += was_cut
        if len(buf) >= BLOCK:
            yield Block(bytes(buf), index, line=line)
            line += buf.count(b"\n")
            buf.clear()
    if buf:
        yield Block(bytes(buf), index, line=line)
    if cut:
        reason = f"events over {EVENT_LIMIT} bytes are cut to that"
        yield Skipped("cut_event", cut, reason, index)
