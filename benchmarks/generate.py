"""Writes logs of any size for benchmarks: the usual mix of invocations, the same for one seed.

About 160 bytes a line and five lines an invocation (START, two application lines, END, REPORT),
twelve log streams interleaved, 1 % errors (half tracebacks, half time-outs), 3 % cold starts.
One template of about 8 MiB is made line by line; every repetition gets its own times and request
ids, written over the template's as columns of digits.

    python benchmarks/generate.py --gb 1 big.log
    python benchmarks/generate.py --gb 0.2 --form json events.json
"""

from __future__ import annotations

import argparse
import json
import random
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Form = Literal["tail", "export", "json"]

TEMPLATE_BYTES = 8 << 20
STREAMS = 12
ERROR_RATE, COLD_RATE = 0.01, 0.03
FIRST_MS = 1_704_067_200_000  # 2024-01-01T00:00:00Z
GAP_MS = 7  # between the starts of two invocations
TIMEOUT_MS = 3000
_ID = "00000000-0000-4000-8000-{:012d}"
_ENVIRONMENTS = [f"{random.Random(number).getrandbits(128):032x}" for number in range(STREAMS)]
_DASHES = (8, 13, 18, 23)
_WORDS = ("order", "customer", "invoice", "basket", "shipment", "payment", "refund", "session")


@dataclass(frozen=True, slots=True)
class Event:
    """One log event of the template, its request as a number."""

    at_ms: int
    stream: int
    message: str


def main() -> None:
    """Read the arguments and write the file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("path", type=Path)
    parser.add_argument("--gb", type=float, default=1.0, help="size, in 10^9 bytes")
    parser.add_argument("--form", choices=("tail", "export", "json"), default="tail")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    print(write(given.path, int(given.gb * 1e9), given.form, given.seed), "invocations")


def write(path: Path, size: int, form: Form = "tail", seed: int = 1) -> int:
    """Write at least `size` bytes, whole repetitions of the template; returns the invocations."""
    template = Template(form, seed)
    with path.open("wb") as out:
        return template.write(out, size)


def events(seed: int, form: Form) -> list[Event]:
    """The events of one template, in order of time; an export file holds a single stream."""
    rng = random.Random(seed)
    lanes = 1 if form == "export" else STREAMS
    found: list[Event] = []
    free = [0] * lanes
    size = request = 0
    while size < TEMPLATE_BYTES:
        lane = request % lanes
        start = max(free[lane], request * GAP_MS)
        told, busy = _invocation(rng, request, lane, start)
        free[lane] = start + busy + 1
        found += told
        size += sum(len(event.message) + 87 for event in told)
        request += 1
    return sorted(found, key=lambda event: event.at_ms)


def _invocation(rng: random.Random, request: int, lane: int, start: int) -> tuple[list[Event], int]:
    name = _ID.format(request)
    cold, failed = rng.random() < COLD_RATE, rng.random() < ERROR_RATE
    timed_out = failed and rng.random() < 0.5
    took = TIMEOUT_MS if timed_out else rng.randint(3, 80)
    now = [f"START RequestId: {name} Version: $LATEST", *_application(rng, name)]
    late = [f"END RequestId: {name}", _report(rng, name, took, cold)]
    if timed_out:
        late.append(f"{_clock(0)}Z {name} Task timed out after 3.00 seconds")
    elif failed:
        late.insert(0, _TRACEBACK.format(key=rng.choice(_WORDS)))
    if cold:
        now.insert(0, _INIT_START)
    told = [Event(start, lane, message) for message in now]
    return told + [Event(start + took, lane, message) for message in late], took


_INIT_START = (
    "INIT_START Runtime Version: python:3.13.v14\tRuntime Version ARN: "
    "arn:aws:lambda:eu-west-1::runtime:" + "8e3cbb5f" * 8
)
_TRACEBACK = (
    "[ERROR] KeyError: '{key}'\nTraceback (most recent call last):\n"
    '\u00a0\u00a0File "/var/task/app.py", line 41, in handler\n'
    "\u00a0\u00a0\u00a0\u00a0return total(event['{key}'])"
)


def _application(rng: random.Random, name: str) -> list[str]:
    lines = []
    for _ in range(rng.choice((1, 2, 2, 3))):
        words = " ".join(rng.choice(_WORDS) for _ in range(rng.randint(1, 3)))
        text = f"{words} {rng.randint(1000, 999999)}"
        logged = rng.random() < 0.5  # by the runtime's logger; else printed
        lines.append(f"[INFO]\t{_clock(0)}Z\t{name}\t{text}" if logged else text)
    return lines


def _report(rng: random.Random, name: str, took: int, cold: bool) -> str:
    init = f"\tInit Duration: {rng.randint(9000, 40000) / 100:.2f} ms" if cold else ""
    return (
        f"REPORT RequestId: {name}\tDuration: {took}.{rng.randint(0, 99):02d} ms"
        f"\tBilled Duration: {took + 1} ms\tMemory Size: 256 MB"
        f"\tMax Memory Used: {rng.randint(60, 120)} MB{init}"
    )


def _clock(at_ms: int) -> str:
    return str(np.datetime64(FIRST_MS + at_ms, "ms"))


class Template:
    """Bytes of many invocations, and where in them times and request ids stand."""

    def __init__(self, form: Form, seed: int) -> None:
        self.form = form
        found = events(seed, form)
        separator = ", " if form == "json" else "\n"
        raw = (separator.join(_written(event, form) for event in found) + separator).encode()
        self.data = np.frombuffer(raw, np.uint8).copy()
        self.separator = separator.encode()
        self.span_ms = found[-1].at_ms + GAP_MS
        self.random = np.random.default_rng(seed)
        self.times, texts = _find(rb"\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}", raw)
        self.times_ms = np.array([text.decode() for text in texts], "M8[ms]").astype(np.int64)
        self.epochs, texts = _find(rb"(?<=\": )\d{13}(?=,)", raw)
        self.epochs_ms = np.array([int(text) for text in texts], np.int64)
        self.ids, texts = _find(_ID[:24].encode() + rb"\d{12}", raw)
        self.requests = np.array([int(text[24:]) for text in texts], np.int64)

    def write(self, out: BinaryIO, size: int) -> int:
        """Repetitions until `size` bytes are written; returns the number of invocations."""
        written = turns = 0
        out.write(b'{"events": [' if self.form == "json" else b"")
        while written < size:
            body = self._turn(turns)
            last = self.form == "json" and written + len(body) >= size
            written += out.write(body[: -len(self.separator)] if last else body)
            turns += 1
        out.write(b"]}" if self.form == "json" else b"")
        return turns * (int(self.requests.max()) + 1)

    def _turn(self, turn: int) -> bytes:
        later = turn * self.span_ms
        self.data[self.times[:, None] + np.arange(23)] = _clocks(self.times_ms + later)
        self.data[self.epochs[:, None] + np.arange(13)] = _digits(self.epochs_ms + later, 13)
        nibbles = self.random.integers(0, 16, (int(self.requests.max()) + 1, 32))
        letters = np.frombuffer(b"0123456789abcdef", np.uint8)[nibbles]
        places = [at for at in range(36) if at not in _DASHES]
        self.data[self.ids[:, None] + np.array(places)] = letters[self.requests]
        return self.data.tobytes()


def _written(event: Event, form: Form) -> str:
    stream = f"2024/01/01/[$LATEST]{_ENVIRONMENTS[event.stream]}"
    message = event.message.replace(_clock(0), _clock(event.at_ms))
    if form == "export":
        return f"{_clock(event.at_ms)}Z {message}"
    if form == "tail":
        return f"{_clock(event.at_ms)}000+00:00 {stream} {message}"
    fields = {
        "logStreamName": stream,
        "timestamp": FIRST_MS + event.at_ms,
        "message": message + "\n",
        "ingestionTime": FIRST_MS + event.at_ms + 1500,
        "eventId": f"{event.at_ms:056d}",
    }
    return json.dumps(fields)


def _find(pattern: bytes, raw: bytes) -> tuple[NDArray[np.int64], list[bytes]]:
    found = list(re.finditer(pattern, raw))
    starts = np.array([each.start() for each in found], np.int64)
    return starts, [each.group() for each in found]


def _digits(numbers: NDArray[np.int64], width: int) -> NDArray[np.uint8]:
    powers = 10 ** np.arange(width - 1, -1, -1)
    return (numbers[:, None] // powers % 10 + ord("0")).astype(np.uint8)


def _clocks(times_ms: NDArray[np.int64]) -> NDArray[np.uint8]:
    """`2024-01-01T00:00:00.000` for each time."""
    days, inside = np.divmod(times_ms, 86_400_000)
    names, which = np.unique(days, return_inverse=True)
    dates = [str(np.datetime64(int(day), "D")).encode() for day in names]
    text = np.empty((len(times_ms), 23), np.uint8)
    text[:, :10] = np.frombuffer(b"".join(dates), np.uint8).reshape(-1, 10)[which]
    text[:, 10:] = np.frombuffer(b"T00:00:00.000", np.uint8)
    for at, unit, width in ((11, 3_600_000, 2), (14, 60_000, 2), (17, 1000, 2), (20, 1, 3)):
        limit = 24 if at == 11 else 1000 if at == 20 else 60
        text[:, at : at + width] = _digits(inside // unit % limit, width)
    return text


if __name__ == "__main__":
    main()
