"""A started runtime with the Runtime API it talks to: send an event, wait for what comes of it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from lambda_triage.runtime.api import Post, Request, RuntimeApi
from lambda_triage.runtime.function import Function, variables
from lambda_triage.runtime.process import Process

if TYPE_CHECKING:
    from lambda_triage.runtime.journal import Journal

POLL_S = 0.005  # how often memory is looked at


_READY = Post("ready")


class Ended(Struct, frozen=True):
    """How a wait ended: with a post of the runtime, or without it (exit, deadline, memory)."""

    kind: Literal["ready", "response", "error", "init_error", "exit", "deadline", "memory"]
    post: Post = _READY
    code: int = 0  # of an exit; negative is a signal


class Sandbox:
    """One process, its server and its memory limit."""

    def __init__(self, function: Function, journal: Journal) -> None:
        """Start. Raises OSError when the bootstrap cannot be executed."""
        self._limit = function.memory_mb << 20
        self._api = RuntimeApi()
        try:
            given = variables(function, journal.stream, self._api.address)
            self._process = Process(function, given, journal)
        except (OSError, ValueError):
            self._api.close()
            raise

    @property
    def peak(self) -> int:
        """High-water mark of resident memory, in bytes."""
        return self._process.memory.peak

    def running(self) -> bool:
        """Whether the process has not ended."""
        return self._process.exit_code() is None

    def send(self, request: Request) -> None:
        """Give the waiting runtime an event."""
        self._api.send(request)

    def wait(self, deadline_us: int) -> Ended:
        """Wait for the next post, and end on exit, over the memory limit, or at the deadline."""
        while True:
            ended = self._look()
            if ended is not None:
                return ended
            left_s = (deadline_us - now_us()) / 1e6
            if left_s <= 0:
                return Ended("deadline")
            self._process.wait(self._api.wake, min(POLL_S, left_s))

    def stop(self) -> None:
        """Kill the group and close the server."""
        self._process.kill()
        self._api.close()

    def _look(self) -> Ended | None:
        code = self._process.exit_code()  # first: what it posted before its end still counts
        post = self._api.take()
        self._process.drain()  # what the function said stands before what the platform says
        if self._process.memory.sample() > self._limit:
            return Ended("memory")
        if post is not None:
            return Ended(post.kind, post)
        return None if code is None else Ended("exit", code=code)


def now_us() -> int:
    """Return the clock by which durations are measured."""
    return time.monotonic_ns() // 1000
