"""Who computes next while many calls are under way: one thread, the most urgent that wants to.

Python runs one thread at a time, and shares the time evenly: a call that a long chain waits for
would get a tenth of it while clients are made and other requests are put together. So threads take
turns by themselves, and give theirs up while they wait for the network.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LAST, FIRST = -1 << 62, 1 << 62  # of work that can wait for all other, and that cannot wait
LEADS = 1 << 16  # from this urgency on, what comes back leads to other calls
FAR = 1 << 32  # what comes back and leads nowhere waits until all that can be asked is asked


class Turns:
    """One turn, handed from thread to thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._taken = False
        self._waiting: list[tuple[int, int, threading.Lock]] = []
        self._arrived = count()
        self._own = _Own()

    @contextmanager
    def turn(self, urgency: int = LAST) -> Iterator[None]:
        """Compute within this; more urgent threads go first, then those that came first.

        A thread that has a turn keeps it.
        """
        if self._own.urgency is not None:
            yield
            return
        self._take(urgency)
        self._own.urgency = urgency
        try:
            yield
        finally:
            self._own.urgency = None
            self._give()

    @contextmanager
    def away(self) -> Iterator[None]:
        """Let others compute within this; nothing for a thread that has no turn."""
        urgency = self._own.urgency
        if urgency is None:
            yield
            return
        self._give()
        try:
            yield
        finally:
            self._take(urgency if urgency >= LEADS else urgency - FAR)

    @property
    def idle(self) -> bool:
        """Whether nobody computes."""
        return not self._taken

    def _take(self, urgency: int) -> None:
        with self._lock:
            if not self._taken:
                self._taken = True
                return
            called = threading.Lock()
            called.acquire()
            heappush(self._waiting, (-urgency, next(self._arrived), called))
        called.acquire()  # whoever gives the turn away releases it

    def _give(self) -> None:
        with self._lock:
            if self._waiting:
                heappop(self._waiting)[2].release()
            else:
                self._taken = False


class _Own(threading.local):
    """How urgent the current thread is while it has or wants a turn."""

    urgency: int | None = None
