"""The line before the workers: two work, twenty wait, who comes later is told when to return."""

from __future__ import annotations

import math
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import anyio

from lambda_triage.mcp.faults import fault

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

AT_ONCE = 2
WAITING = 20
USUAL = 2.0  # seconds of a call, until some were measured
WEIGHT = 0.2  # of the newest call in the mean
LEAST = 1  # seconds that anybody is asked to wait


class Line:
    """Places at work, and the wait for them."""

    def __init__(self, at_once: int = AT_ONCE, waiting: int = WAITING) -> None:
        self._places = anyio.Semaphore(at_once)
        self._at_once = at_once
        self._most = waiting
        self._waiting = 0
        self._usual = USUAL

    @asynccontextmanager
    async def place(self, wait: Callable[[int], Awaitable[None]]) -> AsyncIterator[None]:
        """A place at work; *wait* is told how many are before. Raises MCPError when it is full."""
        await self._enter(wait)
        began = time.monotonic()
        try:
            yield
        finally:
            self._places.release()
            self._usual += WEIGHT * (time.monotonic() - began - self._usual)

    async def _enter(self, wait: Callable[[int], Awaitable[None]]) -> None:
        try:
            self._places.acquire_nowait()
        except anyio.WouldBlock:
            pass
        else:
            return
        if self._waiting >= self._most:
            seconds = max(LEAST, math.ceil(self._usual * (self._waiting + 1) / self._at_once))
            raise fault(
                "busy",
                f"{self._at_once} calls run and {self._waiting} wait; try again in {seconds} s",
                seconds,
            )
        self._waiting += 1
        try:
            await wait(self._waiting)
            await self._places.acquire()
        finally:
            self._waiting -= 1
