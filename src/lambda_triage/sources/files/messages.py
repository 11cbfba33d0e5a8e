"""Decoded messages, with times and streams as columns → blocks of about 8 MiB."""

from __future__ import annotations

from itertools import accumulate
from operator import gt
from typing import TYPE_CHECKING

from lambda_triage.scan.block import EVENT_LIMIT, NO_STREAM, NO_TIME, Block, Events, Stream
from lambda_triage.sources.files.item import Skipped

if TYPE_CHECKING:
    from collections.abc import Iterator

BLOCK = 8 << 20  # bytes of data that a block aims at


class Messages:
    """Collects events of one input; `add` tells when a block is full, `take` hands it over.

    Carriage returns, which old runtimes write for newlines inside an event, become newlines; the
    newlines at the end of a message become exactly one.
    """

    def __init__(self, index: int, target: int = BLOCK, limit: int = EVENT_LIMIT) -> None:
        self.index, self.target, self.limit = index, target, limit
        self.cut = self.first = 0
        self._clear()

    def _clear(self) -> None:
        self._parts: list[bytes] = []
        self._starts: list[int] = []
        self._times: list[int] = []
        self._lanes: list[int] = []
        self._streams: dict[Stream, int] = {}
        self._size = 0

    def add(self, message: bytes, time_us: int = NO_TIME, stream: Stream | None = None) -> bool:
        """One event; true when a block is full."""
        if len(message) > self.limit:
            message = message[: self.limit]
            self.cut += 1
        if b"\r" in message:
            message = message.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        message = message.rstrip(b"\n") + b"\n"
        self._starts.append(self._size)
        self._parts.append(message)
        self._times.append(time_us)
        lane = NO_STREAM
        if stream is not None:
            lane = self._streams.setdefault(stream, len(self._streams))
        self._lanes.append(lane)
        self._size += len(message)
        return self._size >= self.target

    def take(self) -> Iterator[Block]:
        """The events so far as a block; nothing if there are none."""
        if not self._parts:
            return
        ordinals = None
        if min(self._times) != NO_TIME and any(map(gt, self._times, self._times[1:])):
            ordinals = self._sort()  # an export in another order
        lanes = tuple(self._streams)
        events = Events(self._starts, self._times, self._lanes, lanes, self.first, ordinals)
        yield Block(b"".join(self._parts), self.index, events=events)
        self.first += len(self._parts)
        self._clear()

    def _sort(self) -> list[int]:
        """Bring the events into the order of time; the ordinals that they had."""
        order = sorted(range(len(self._times)), key=self._times.__getitem__)
        self._parts = [self._parts[n] for n in order]
        self._times = [self._times[n] for n in order]
        self._lanes = [self._lanes[n] for n in order]
        self._starts = [0, *accumulate(map(len, self._parts[:-1]))]
        return [self.first + n for n in order]

    def finish(self) -> Iterator[Block | Skipped]:
        """The last block, and how many events were cut."""
        yield from self.take()
        if self.cut:
            reason = f"events over {self.limit} bytes are cut to that"
            yield Skipped("cut_event", self.cut, reason, self.index)
