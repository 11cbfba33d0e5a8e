"""One known history of twenty events, and what reading should give back of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from lambda_triage.scan.block import NO_STREAM, NO_TIME, Block, Prefix
from lambda_triage.sources.files import line_forms
from lambda_triage.sources.files.input import Input
from lambda_triage.sources.files.item import Document, Skipped
from lambda_triage.sources.files.read import read
from lambda_triage.sources.files.times import EPOCH, iso_us

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

GROUP = "/aws/lambda/orders"
STREAMS = (
    "2024/03/01/[$LATEST]0123456789abcdef0123456789abcdef",
    "2024/03/01/[7]fedcba9876543210fedcba9876543210",
)
ID = "7b0a1c2e-0000-4000-8000-{:012d}"
TRACEBACK = (
    "[ERROR] ValueError: bad {}\nTraceback (most recent call last):\n"
    '\u00a0\u00a0File "/var/task/app.py", line 3, in handler\n\u00a0\u00a0\u00a0\u00a0raise'
)
REPORT_REST = (
    "Billed Duration: 3 ms\tMemory Size: 128 MB\tMax Memory Used: 36 MB\t\n"
    "XRAY TraceId: 1-5d83c0ad-b8eb33a0b1de97d804fac890\tSegmentId: 31255c3b19bd3637\t"
    "Sampled: true\t"
)
BEGIN_MS = 1_709_283_600_123


@dataclass(frozen=True, slots=True)
class Logged:
    """One event as CloudWatch Logs keeps it."""

    ms: int
    stream: str
    message: str

    @property
    def time(self) -> datetime:
        return EPOCH + timedelta(milliseconds=self.ms)


Seen = tuple[int | None, str | None, str]  # microseconds, stream, message


def _messages(n: int) -> list[str]:
    request = ID.format(n)
    return [
        f"START RequestId: {request} Version: $LATEST",
        f'2024-03-01T09:00:00.200Z\t{request}\tINFO\tcaf\u00e9 "quoted", 50% | a \\ b',
        TRACEBACK.format(n),
        f'{{"level":"INFO","message":"[{{}}, {{\\"a\\":{n}}}]","requestId":"{request}"}}',
        f"END RequestId: {request}",
        f"REPORT RequestId: {request}\tDuration: {n}.90 ms\t{REPORT_REST}",
    ]


def _history() -> tuple[Logged, ...]:
    texts = [text for n in range(1, 4) for text in _messages(n)]
    texts += ["INIT_START Runtime Version: python:3.12.v9\tRuntime Version ARN: arn", "last"]
    return tuple(
        Logged(BEGIN_MS + 37 * n, STREAMS[n // 6 % 2], text) for n, text in enumerate(texts)
    )


HISTORY = _history()
WHOLE: list[Seen] = [(e.ms * 1000, e.stream, e.message) for e in HISTORY]
NO_STREAMS: list[Seen] = [(time, None, text) for time, _, text in WHOLE]
ONLY_TEXT: list[Seen] = [(None, None, text) for _, _, text in WHOLE]

_PREFIXES = {
    Prefix.ISO: re.compile(rb"(?P<time>\S+) "),
    Prefix.ISO_STREAM: re.compile(rb"(?P<time>\S+) (?P<stream>\S+)(?: |$)"),
    Prefix.STREAM_ISO: re.compile(rb"(?P<stream>\S+) (?P<time>\S+) "),
}
_STARTS = {
    Prefix.ISO: line_forms.TAIL_SHORT,
    Prefix.ISO_STREAM: line_forms.TAIL_DETAILED,
    Prefix.STREAM_ISO: line_forms.SAM_LOGS,
}


def seen(items: Iterable[Block | Document | Skipped]) -> list[Seen]:
    """The events of all blocks, by the rules of `scan.block`."""
    return [event for item in items if isinstance(item, Block) for event in _of_block(item)]


def seen_in(path: Path) -> list[Seen]:
    return seen(read(Input(str(path), path, (), path.stat().st_size), 0))


def skips(items: Iterable[Block | Document | Skipped]) -> dict[str, int]:
    return {item.kind: item.count for item in items if isinstance(item, Skipped)}


def _of_block(block: Block) -> list[Seen]:
    assert block.data.endswith(b"\n")
    if block.events is not None:
        return _of_columns(block)
    lines = block.data[:-1].split(b"\n")
    if block.prefix is Prefix.NONE:
        return [(None, block.stream, line.decode("utf-8", "replace")) for line in lines]
    found: list[Seen] = []
    start, prefix = _STARTS[block.prefix], _PREFIXES[block.prefix]
    for line in lines:
        match = prefix.match(line) if start.match(line) or line[:25].endswith(b"Z ") else None
        if match:
            stream = match.groupdict().get("stream")
            time, _ = iso_us(match["time"].decode())
            name = stream.decode() if stream else block.stream
            found.append((time, name, line[match.end() :].decode("utf-8", "replace")))
        elif found:
            time_us, name, text = found[-1]
            found[-1] = time_us, name, text + "\n" + line.decode("utf-8", "replace")
        else:
            found.append((None, block.stream, line.decode("utf-8", "replace")))
    return found


def _of_columns(block: Block) -> list[Seen]:
    events = block.events
    assert events is not None
    ends = [*events.starts[1:], len(block.data)]
    found: list[Seen] = []
    for start, end, time, lane in zip(
        events.starts, ends, events.time_us, events.stream, strict=True
    ):
        name = events.streams[lane].name if lane != NO_STREAM else block.stream
        text = block.data[start : end - 1].decode("utf-8", "replace")
        found.append((None if time == NO_TIME else time, name, text))
    return found


def iso_ms(event: Logged) -> str:
    return event.time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{event.ms % 1000:03}Z"


def iso_micros(event: Logged) -> str:
    return event.time.strftime("%Y-%m-%dT%H:%M:%S.%f")
