"""Resident memory of a process group, read from /proc."""

from __future__ import annotations

import time
from pathlib import Path

REFRESH_S = 0.1  # how often the group's members are listed; that reads every process's stat


class GroupMemory:
    """High-water mark of the resident memory of a process and of those in its group."""

    def __init__(self, leader: int) -> None:
        """Watch the group that `leader` leads."""
        self._leader = leader
        self._members: tuple[int, ...] = (leader,)
        self._listed = time.monotonic()
        self.peak = 0  # bytes

    def sample(self) -> int:
        """Return the high-water mark in bytes, after a look.

        The leader counts with its own peak as the kernel kept it (VmHWM), so that a peak between
        two looks is seen; the others with what they hold now.
        """
        if time.monotonic() - self._listed >= REFRESH_S:
            self._members = _group(self._leader)
            self._listed = time.monotonic()
        held, highest = _resident(self._leader)
        others = sum(_resident(pid)[0] for pid in self._members if pid != self._leader)
        self.peak = max(self.peak, held + others, highest)
        return self.peak


def _resident(pid: int) -> tuple[int, int]:
    """Return what a process holds now and its own high-water mark, in bytes."""
    held = highest = 0
    for line in _lines(f"/proc/{pid}/status"):
        if line.startswith(b"VmRSS:"):
            held = int(line.split()[1]) * 1024
        elif line.startswith(b"VmHWM:"):
            highest = int(line.split()[1]) * 1024
    return held, highest


def _group(leader: int) -> tuple[int, ...]:
    pids = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return tuple(pid for pid in pids if _group_of(pid) == leader)


def _group_of(pid: int) -> int:
    for line in _lines(f"/proc/{pid}/stat"):
        # pid (command) state parent group …; the command may hold blanks and brackets
        return int(line.rpartition(b") ")[2].split()[2])
    return -1


def _lines(path: str) -> list[bytes]:
    try:
        return Path(path).read_bytes().splitlines()
    except OSError:  # it has ended
        return []
