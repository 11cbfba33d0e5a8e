"""The lines of a program's output: the first and the last of them, within a fixed size."""

from __future__ import annotations

from collections import deque

LONGEST = 32_768  # characters of a line; the longest reason of CloudFormation is far below


class Kept:
    """Head and tail of an output; what lies between is counted."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._head: list[str] = []
        self._tail: deque[str] = deque()
        self._head_size = self._tail_size = 0
        self.dropped = 0

    def add(self, line: str) -> None:
        """Keep a line for now."""
        line = line[: max(LONGEST, self._size)]
        if not self._tail and self._head_size + len(line) <= self._size:
            self._head.append(line)
            self._head_size += len(line) + 1
            return
        self._tail.append(line)
        self._tail_size += len(line) + 1
        while self._tail_size > self._size and len(self._tail) > 1:
            self._tail_size -= len(self._tail.popleft()) + 1
            self.dropped += 1

    def lines(self) -> tuple[str, ...]:
        """What is left; a line tells how many are missing."""
        gap = (f"… {self.dropped} lines left out …",) if self.dropped else ()
        return (*self._head, *gap, *self._tail)
