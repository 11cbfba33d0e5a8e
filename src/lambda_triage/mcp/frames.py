"""What server and worker say to each other: a length, and one message in MessagePack."""

from __future__ import annotations

from typing import TypeAlias

import msgspec
from msgspec import Struct

LENGTH = 4  # bytes, big-endian, before each message
LONGEST = 128 << 20  # bytes of a message


class Job(Struct, frozen=True, tag="job"):
    """A tool to run; arguments are JSON, decoded where the tool is."""

    tool: str
    arguments: bytes
    room: str
    sensitive: bool
    write: bool


class Progress(Struct, frozen=True, tag="progress"):
    """How far a job is; without a total, `what` is what it says itself."""

    done: int
    total: int
    what: str


class Done(Struct, frozen=True, tag="done"):
    """The answer, as JSON."""

    head: bytes
    items: tuple[bytes, ...]


class Failed(Struct, frozen=True, tag="failed"):
    """The error in one sentence; `kind` says which (see faults.py)."""

    kind: str
    message: str


Said: TypeAlias = Progress | Done | Failed


def framed(message: Job | Said) -> bytes:
    """The message as bytes of the pipe."""
    data = msgspec.msgpack.encode(message)
    return len(data).to_bytes(LENGTH, "big") + data
