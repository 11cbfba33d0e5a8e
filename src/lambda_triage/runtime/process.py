"""The runtime process: started in its own process group, watched, and killed. Linux only."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from lambda_triage.runtime.memory import GroupMemory

if TYPE_CHECKING:
    from lambda_triage.runtime.function import Function
    from lambda_triage.runtime.journal import Journal

FILE_DESCRIPTORS = 1024  # Lambda quota "File descriptors"
_CHUNK = 1 << 16  # bytes; one read of a pipe, which is its capacity on Linux
# Waits until the pipe from here is closed, which this process does at its end, be it killed.
_GUARD = ("/bin/sh", "-c", 'read -r _; kill -s KILL -- "-$1"', "guard")
_DRAIN_READS = 64  # at most, before the deadline is looked at again: a flood must not outlast it


class Process:
    """A runtime, its two log pipes and its memory."""

    def __init__(self, function: Function, variables: dict[str, str], journal: Journal) -> None:
        """Start it. Raises OSError when the system cannot execute the bootstrap."""
        self._journal = journal
        self._readable: set[int] = set()
        self._output, output_write = os.pipe()
        self._telemetry, telemetry_write = os.pipe()
        try:
            self._popen = _popen(function, variables, output_write, telemetry_write)
        except (OSError, ValueError):
            self._close()
            raise
        finally:
            os.close(output_write)
            os.close(telemetry_write)
        _limit(self._popen.pid)
        self._guard = _guard(self._popen.pid)
        os.set_blocking(self._output, False)
        os.set_blocking(self._telemetry, False)
        self._readable = {self._output, self._telemetry}
        self.memory = GroupMemory(self._popen.pid)

    def wait(self, wake: int, timeout_s: float) -> None:
        """Sleep until a pipe or `wake` can be read, or the time is over; then take all output."""
        import select

        poller = select.poll()  # not select.select, which fails on descriptors above 1,023
        for descriptor in (wake, *self._readable):
            poller.register(descriptor, select.POLLIN)
        poller.poll(max(0.0, timeout_s * 1000))
        self.drain()

    def drain(self) -> None:
        """Take what the pipes hold now: plain output first, for frames carry their own time."""
        pipes = ((self._output, self._journal.output), (self._telemetry, self._journal.telemetry))
        for descriptor, take in pipes:
            for _ in range(_DRAIN_READS):
                data = _read(descriptor) if descriptor in self._readable else None
                if data is None:
                    break
                if not data:
                    self._readable.discard(descriptor)
                take(data)

    def exit_code(self) -> int | None:
        """Return the exit code (negative: a signal), or None while it runs.

        The ended process is left unreaped, so that its group id is nobody else's before `kill`.
        """
        if self._popen.returncode is not None:
            return self._popen.returncode
        ended = os.waitid(os.P_PID, self._popen.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        if ended is None:
            return None
        return ended.si_status if ended.si_code == os.CLD_EXITED else -ended.si_status

    def kill(self) -> None:
        """Kill the whole group at once, as Lambda does without extensions; harmless if repeated."""
        if self._popen.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._popen.pid, signal.SIGKILL)
        self._dismiss()  # before the group's id may become another's
        self._popen.wait()
        self.drain()
        self._journal.flush()
        self._close()

    def _dismiss(self) -> None:
        if self._guard is not None:
            self._guard.kill()
            self._guard.communicate()

    def _close(self) -> None:
        for descriptor in (self._output, self._telemetry):
            if descriptor >= 0:
                os.close(descriptor)
        self._output = self._telemetry = -1
        self._readable = set()


def command(function: Function) -> list[str]:
    """Return what is executed: the bootstrap, else AWS's Python runtime client."""
    if function.bootstrap is not None:
        return [str(function.bootstrap.resolve())]
    hiding = () if function.brought is None else ("-S",)
    return [sys.executable, *hiding, "-m", "awslambdaric", function.handler]


def _popen(
    function: Function, variables: dict[str, str], output: int, telemetry: int
) -> subprocess.Popen[bytes]:
    framed = function.bootstrap is None  # Lambda hands the descriptor to its own runtimes only
    extra = {"_LAMBDA_TELEMETRY_LOG_FD": str(telemetry)} if framed else {}
    return subprocess.Popen(
        command(function),
        cwd=Path(function.task_dir),
        env={**variables, **extra},
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        pass_fds=(telemetry,) if framed else (),
        start_new_session=True,
    )


def _guard(leader: int) -> subprocess.Popen[bytes] | None:
    """A process that kills the group when this one dies; None where there is no shell."""
    try:
        return subprocess.Popen(
            (*_GUARD, str(leader)),
            cwd="/",
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return None


def _limit(pid: int) -> None:
    """Set Lambda's descriptor limit, and leave no core files in the user's folder."""
    import resource

    try:
        resource.prlimit(pid, resource.RLIMIT_CORE, (0, 0))
        resource.prlimit(pid, resource.RLIMIT_NOFILE, (FILE_DESCRIPTORS, FILE_DESCRIPTORS))
    except (ProcessLookupError, PermissionError, ValueError):
        return  # it has ended already, or the host's own limit is lower


def _read(descriptor: int) -> bytes | None:
    try:
        return os.read(descriptor, _CHUNK)
    except BlockingIOError:
        return None
