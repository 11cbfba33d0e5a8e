"""Blocks made up for the scan's tests: lines of every form, in any order, under every prefix."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

from lambda_triage.scan.block import NO_STREAM, NO_TIME, Block, Events, Prefix, Stream
from lambda_triage.scan.literals import Literal, Matcher

MATCHER = Matcher([Literal(b"boom"), Literal(b"Denied", caseless=True), Literal(b"Runtime.Exit")])
IDS = [f"5b3a1c0e-7d11-4c2a-9f00-00000000000{n}" for n in range(6)]
STREAMS = [
    "2024/01/01/[$LATEST]0123456789abcdef0123456789abcdef",
    "2024/01/01/[12]ffffffffffffffff0123456789abcdef",
    "2024/01/01/orders[$LATEST]0123456789abcdef0123456789abcdee",
    "x",
    "worker-1",
]
MIDNIGHT_US = 1_704_067_200_000_000  # 2024-01-01T00:00:00Z


def start(request_id: str, version: str = "$LATEST") -> str:
    return f"START RequestId: {request_id} Version: {version}"


def end(request_id: str) -> str:
    return f"END RequestId: {request_id}"


def report(request_id: str, more: str = "", duration: str = "12.34", used: int = 30) -> str:
    return (
        f"REPORT RequestId: {request_id}\tDuration: {duration} ms\tBilled Duration: 13 ms"
        f"\tMemory Size: 128 MB\tMax Memory Used: {used} MB{more}"
    )


def invocation(request_id: str, *lines: str) -> list[str]:
    return [start(request_id), *lines, end(request_id), report(request_id)]


COLD = "\tInit Duration: 101.20 ms"
XRAY = "\nXRAY TraceId: 1-5d83c0ad-b8eb33a0b1de97d804fac890\tSegmentId: 31255c3b19bd3637"
ODD_LINES: list[Callable[[str], str]] = [
    lambda i: "INIT_START Runtime Version: python:3.13.v1\tRuntime Version ARN: arn:aws:x",
    lambda i: "INIT_REPORT Init Duration: 9999.79 ms\tPhase: init\tStatus: timeout",
    lambda i: "RESTORE_REPORT Restore Duration: 511.25 ms",
    lambda i: "EXTENSION\tName: agent\tState: Ready\tEvents: [INVOKE, SHUTDOWN]",
    lambda i: "LOGS of the day",
    lambda i: f"2024-01-01T00:00:03.000Z {i} Task timed out after 3.00 seconds\n",
    lambda i: f"{i} Task timed out after 3.00 seconds",
    lambda i: "the upstream: Task timed out after 3.00 seconds",
    lambda i: f"RequestId: {i} Error: Runtime exited with error: signal: killed\nRuntime.ExitError",
    lambda i: f"RequestId: {i} Process exited before completing request",
    lambda i: "Unknown application error occurred\nRuntime.Unknown",
    lambda i: f"2024-01-01T00:00:01.500Z\t{i}\tERROR\tInvoke Error \t" + '{"errorType":"boom"}',
    lambda i: f"[ERROR]\t2024-01-01T00:00:01.25Z\t{i}\tboom and boom",
    lambda i: f"2024-01-01T00:00:01+02:00 {i} access denied",
    lambda i: "[ERROR] KeyError: 'boom'\nTraceback (most recent call last):\n\xa0\xa0File x\n  y",
    lambda i: "boom\r  File a\rlast",
    lambda i: '{\n  "message": "boom",\n  "timestamp": "2024-01-01T00:00:09Z"\n}',
    lambda i: "{\n[\n]\n}\nafter",
    lambda i: "{\nnot json\n}",
    lambda i: '{"level":"ERROR","requestId":"' + i + '","message":"boom"}',
    lambda i: '{"$metadata":{"requestId":"' + i + '"},"message":"DENIED"}',
    lambda i: (
        '{"time":"2024-01-01T00:00:01.000Z","type":"platform.start","record":'
        '{"requestId":"' + i + '","version":"3"}}'
    ),
    lambda i: (
        '{"time":"2024-01-01T00:00:01.000Z","type":"platform.report","record":'
        '{"requestId":"' + i + '","status":"timeout","metrics":{"durationMs":3.5}}}'
    ),
    lambda i: '{"time":"x","type":"platform.fault","record":"RequestId: ' + i + ' Process exited"}',
    lambda i: '{"type":"platform.runtimeDone","record":{"requestId":7}}',
    lambda i: '{"type":"platform.report","record":{"requestId":"' + i,
    lambda i: '{"type":"function","record":"about \\"platform.x"},{}',
    lambda i: report(i, "\tStatus: timeout"),
    lambda i: report(i, "\tStatus: error\tError Type: Runtime.ExitError"),
    lambda i: report(i, XRAY),
    lambda i: report(i, "\t\n\n"),
    lambda i: report(i, COLD),
    lambda i: report(i, duration="007.50"),
    lambda i: report(i, duration="12345678.00"),
    lambda i: report("not-a-uuid"),
    lambda i: report(i).replace("\t", "   "),
    lambda i: f"{i}\tDuration: 3.10 ms\tBilled Duration: 4 ms",
    lambda i: "Memory Size: 128 MB\tMax Memory Used: 12 MB",
    lambda i: start(i, "a-very-long-version"),
    lambda i: start(i) + "\t ",
    lambda i: start(i) + "\rboom",
    lambda i: start(i, ""),
    lambda i: f"START RequestId: {i}",
    lambda i: start(i.upper()),
    lambda i: end(i) + " boom",
    lambda i: end(i) + "\n  indented",
    lambda i: "app | 2024-01-01 | " + start(i),
    lambda i: "",
    lambda i: " \t",
    lambda i: "plain text",
    lambda i: "2024-01-01T00:00:05Z message with a time",
    lambda i: "2024-13-41T00:00:05Z no time",
    lambda i: "2024-01-01T00:00:05.1234567890Z too long a fraction",
]


@dataclass(frozen=True)
class Told:
    """One event: how late, by which stream, and what."""

    after_us: int
    stream: int
    message: bytes


messages = st.one_of(
    st.sampled_from(ODD_LINES).flatmap(lambda make: st.sampled_from(IDS).map(make)),
    st.binary(max_size=40).map(lambda raw: raw.decode("latin-1")),
    st.text(alphabet='ab {}[]"\t\r\n.:SR', max_size=12),
)


@st.composite
def told(draw: st.DrawFn) -> list[Told]:
    """Events of several streams, interleaved: mostly whole invocations, with odd lines between."""
    lanes: list[list[Told]] = []
    for stream in range(draw(st.integers(1, 4))):
        lane: list[str] = []
        for _ in range(draw(st.integers(0, 6))):
            lane += invocation(draw(st.sampled_from(IDS)), *draw(st.lists(messages, max_size=1)))
            lane += draw(st.lists(messages, max_size=draw(st.sampled_from([0, 0, 2]))))
        dropped = draw(st.sets(st.integers(0, 30), max_size=draw(st.sampled_from([0, 0, 3]))))
        kept = [line for at, line in enumerate(lane) if at not in dropped]
        lanes.append([Told(0, stream, line.encode("latin-1", "replace")) for line in kept])
    found: list[Told] = []
    while any(lanes):
        lane = draw(st.sampled_from([each for each in lanes if each]))
        for _ in range(draw(st.sampled_from([1, 4, 8]))):
            if lane:
                event = lane.pop(0)
                found.append(Told(draw(st.integers(0, 2_000_000)), event.stream, event.message))
    return found


def _clock(us: int) -> str:
    return str(np.datetime64(us // 1_000_000, "s"))


TIMES: dict[str, Callable[[int], str]] = {
    "milliseconds": lambda us: f"{_clock(us)}.{us // 1000 % 1000:03d}Z",
    "microseconds": lambda us: f"{_clock(us)}.{us % 1_000_000:06d}+00:00",
    "seconds": _clock,
    "east": lambda us: f"{_clock(us)}.5+02:30",
    "nanoseconds": lambda us: f"{_clock(us)}.{us % 1_000_000:06d}123Z",
}


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    """A block of such events, as one of the containers would give it."""
    events = draw(told())
    form = draw(st.sampled_from([*Prefix, None]))
    place = {"input": 3, "offset": 1000, "line": 50, "group": draw(st.sampled_from([None, "/g"]))}
    if form is None:
        return given_block(events, draw(st.integers(-1, 2)), place)
    lines = []
    moment = MIDNIGHT_US
    for event in events:
        moment += event.after_us
        time = TIMES[draw(st.sampled_from(sorted(TIMES)))](moment)
        lines.append(prefixed(form, time, STREAMS[event.stream]) + event.message)
    data = b"\n".join(lines) + draw(st.sampled_from([b"\n", b"", b"\n\n"]))
    if draw(st.booleans()):
        data = b"no prefix: boom\n" + data
    if draw(st.sampled_from([False, False, True])):
        data = data.replace(b"\n", b"\r\n")
    stream = draw(st.sampled_from([None, "whole"]))
    return Block(data, prefix=form, stream=stream, **place)


def prefixed(form: Prefix, time: str, stream: str) -> bytes:
    texts = {
        Prefix.NONE: "",
        Prefix.ISO: f"{time} ",
        Prefix.ISO_STREAM: f"{time} {stream} ",
        Prefix.STREAM_ISO: f"{stream} {time} ",
    }
    return texts[form].encode()


def given_block(events: Sequence[Told], lost: int, place: dict[str, object]) -> Block:
    starts, data, moment = [], b"", MIDNIGHT_US
    times, streams = [], []
    for number, event in enumerate(events):
        moment += event.after_us
        starts.append(len(data))
        data += event.message + b"\n"
        times.append(NO_TIME if number % 3 == lost else moment)
        streams.append(NO_STREAM if number % 5 == lost else event.stream)
    columns = Events(
        np.array(starts, np.int64),
        np.array(times, np.int64),
        np.array(streams, np.int32),
        tuple(Stream("/own" if at else None, name) for at, name in enumerate(STREAMS)),
        first=7,
    )
    return Block(data, events=columns, **place)  # type: ignore[arg-type]


def tail(lines: Sequence[str], stream: str = STREAMS[0]) -> Block:
    """Lines of one stream as `aws logs tail` prints them, a second apart."""
    stamps = [TIMES["microseconds"](MIDNIGHT_US + at * 1_000_000) for at in range(len(lines))]
    text = "".join(f"{time} {stream} {line}\n" for time, line in zip(stamps, lines, strict=True))
    return Block(text.encode(), 0, Prefix.ISO_STREAM)
