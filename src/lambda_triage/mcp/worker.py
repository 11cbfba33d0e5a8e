"""A worker: a process that runs one tool after the other, as its server tells it by a pipe.

When the pipe is closed it ends, even in the midst of a job, with all that it started: nothing
is left of a killed server.
"""

from __future__ import annotations

import os
import queue
import signal
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NoReturn

import msgspec

from lambda_triage.errors import TriageError
from lambda_triage.mcp.frames import LENGTH, Done, Failed, Job, Progress, framed

if TYPE_CHECKING:
    from collections.abc import Callable

    from lambda_triage.mcp.frames import Said

PACE = 0.2  # seconds between two reports of progress


def main() -> None:
    """Serve jobs until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server decides what Ctrl-C ends
    wire, out = _wires()
    jobs: queue.Queue[Job] = queue.Queue()
    threading.Thread(target=_read, args=(wire, jobs.put), daemon=True).start()
    while True:
        out(_answer(jobs.get(), out))


def _wires() -> tuple[BinaryIO, Callable[[Said], None]]:
    """The two ends of the server's pipe; what a library prints goes to standard error."""
    wire = os.fdopen(os.dup(0), "rb")
    target = os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    os.dup2(2, 1)

    def out(said: Said) -> None:
        try:
            target.write(framed(said))
            target.flush()
        except OSError:  # the server is gone
            _end()

    return wire, out


def _read(wire: BinaryIO, put: Callable[[Job], None]) -> None:
    while True:
        length = wire.read(LENGTH)
        if len(length) < LENGTH:
            _end()
        put(msgspec.msgpack.decode(wire.read(int.from_bytes(length, "big")), type=Job))


def _end() -> NoReturn:
    """The end of this process, and of its group where it leads one, as its server starts it."""
    if sys.platform != "win32" and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(0)


def _answer(job: Job, out: Callable[[Said], None]) -> Done | Failed:
    from lambda_triage.mcp.calls import called
    from lambda_triage.mcp.room import Room
    from lambda_triage.mcp.sentences import told
    from lambda_triage.mcp.work import Work

    work = Work(Room(Path(job.room)), job.sensitive, job.write, _paced(out))
    try:
        return called(job.tool, job.arguments, work)
    except TriageError as error:
        return Failed(*told(error))
    except Exception as error:  # noqa: BLE001  # the last line of defence of this process
        said = f"{type(error).__name__}: {error}".splitlines()[0]
        print(f"lambda-triage: {job.tool}: {said}", file=sys.stderr)  # noqa: T201
        return Failed("internal", f"{job.tool} failed inside ({said}); please report it")


def _paced(out: Callable[[Said], None]) -> Callable[[int, int, str], None]:
    last = 0.0
    lock = threading.Lock()

    def progress(done: int, total: int, what: str) -> None:
        nonlocal last
        with lock:
            now = time.monotonic()
            if now - last < PACE:
                return
            last = now
            out(Progress(done, total, what))

    return progress


if __name__ == "__main__":
    main()
