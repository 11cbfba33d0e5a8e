"""Runs one command of a plan: followed line by line, stopped with all its children, bounded.

The program runs under a keeper (keeper.py), so that it dies with the process that waits for it,
however that one ends. Values of credentials never stand in what is kept or told.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.actions.kept import Kept

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from lambda_triage.actions.plan import Command

KEEPER = Path(__file__).with_name("keeper.py")
CHUNK = 65_536  # bytes read at once
LONGEST = 32 << 20  # bytes of a line; an answer of Lambda has 6 MB, and is quoted twice at most
HIDDEN = "********"
SHORTEST_SECRET = 8  # characters; shorter values are words
SECRETS = (
    "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN", "AWS_ACCESS_KEY_ID",
    "LAMBDA_TRIAGE_MCP_TOKEN", "AWS_CONTAINER_AUTHORIZATION_TOKEN",
)  # fmt: skip
OURS = ("LAMBDA_TRIAGE_MCP_TOKEN",)  # nothing that is run needs it


class Outcome(Struct, frozen=True):
    """How a command ended; code is None where it was stopped for its time."""

    code: int | None
    lines: tuple[str, ...]
    seconds: float

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def silent(line: str) -> None:
    """Nobody follows."""


def execute(
    command: Command,
    environment: Mapping[str, str],
    said: Callable[[str], None] = silent,
) -> Outcome:
    """Run it to its end or its time limit; *said* gets each line as it comes."""
    began = time.monotonic()
    told = {**environment, **command.environment}
    told = {name: value for name, value in told.items() if name not in OURS}
    hide = _hider(environment)
    kept = Kept(command.keep)
    process = _started(command, told)
    reader = threading.Thread(target=_read, args=(process, kept, hide, said), daemon=True)
    reader.start()
    try:
        code: int | None = process.wait(command.limit_s)
    except subprocess.TimeoutExpired:
        code = None
    finally:
        _end(process)
    reader.join(5)
    return Outcome(code, kept.lines(), time.monotonic() - began)


def _started(command: Command, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603  # words of a plan, never a shell
        [sys.executable, "-I", "-S", str(KEEPER), *command.argv],
        cwd=command.cwd,
        env=dict(environment),
        stdin=subprocess.PIPE,  # the keeper's line to us
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=sys.platform != "win32",
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill what is left of the group, also what a program that ended left running."""
    assert process.stdin is not None
    process.stdin.close()
    if sys.platform != "win32":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(5)


def _read(
    process: subprocess.Popen[bytes],
    kept: Kept,
    hide: Callable[[str], str],
    said: Callable[[str], None],
) -> None:
    assert process.stdout is not None
    with process.stdout as stream:
        for raw in _lines(iter(lambda: os.read(stream.fileno(), CHUNK), b"")):
            line = hide(raw.decode("utf-8", "replace")).rstrip()
            kept.add(line)
            if line:
                said(line)


def _lines(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Lines; of what a program wrote over (a progress bar) only the last writing."""
    rest = b""
    for chunk in chunks:
        first, *more = chunk.split(b"\n")
        rest = (rest + first)[:LONGEST]
        for part in more:
            yield _last(rest)
            rest = part
    if rest:
        yield _last(rest)


def _last(line: bytes) -> bytes:
    return line.rstrip(b"\r").rpartition(b"\r")[2]


def _hider(environment: Mapping[str, str]) -> Callable[[str], str]:
    values = [environment.get(name, "") for name in SECRETS]
    secrets = sorted((v for v in values if len(v) >= SHORTEST_SECRET), key=len, reverse=True)

    def hide(line: str) -> str:
        for value in secrets:
            line = line.replace(value, HIDDEN)
        return line

    return hide
