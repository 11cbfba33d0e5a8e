"""The workers of a server: started when needed, one job each, killed with the job they run.

A process for the work keeps the server answering, lets a call be stopped at any point, and gives
all its memory back at the end of its turn.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from typing import TYPE_CHECKING

import anyio
import msgspec
from anyio.streams.buffered import BufferedByteReceiveStream

from lambda_triage.mcp.faults import fault
from lambda_triage.mcp.frames import LENGTH, LONGEST, Done, Failed, Progress, Said, framed

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from anyio.abc import Process

    from lambda_triage.mcp.frames import Job

TURN = 100  # jobs of one process
TIME_LIMIT = 900.0  # seconds of one job
# -P: a module of the current folder is not this program's.
COMMAND = (sys.executable, "-P", "-m", "lambda_triage.mcp.worker")


class _Worker:
    """One process and its pipe."""

    def __init__(self, process: Process) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self.process = process
        self.jobs = 0
        self._in = process.stdin
        self._out = BufferedByteReceiveStream(process.stdout)

    async def do(self, job: Job, progress: Callable[[Progress], Awaitable[None]]) -> Done | Failed:
        self.jobs += 1
        await self._in.send(framed(job))
        while True:
            said = await self._heard()
            if not isinstance(said, Progress):
                return said
            await progress(said)

    async def _heard(self) -> Said:
        length = int.from_bytes(await self._out.receive_exactly(LENGTH), "big")
        if length > LONGEST:
            raise anyio.EndOfStream
        data = await self._out.receive_exactly(length)
        found: Said = msgspec.msgpack.decode(data, type=Said)
        return found

    async def end(self) -> None:
        """Kill it, and what it started; on Windows that ends with the pipes it was given."""
        with anyio.CancelScope(shield=True):
            if self.process.returncode is None:
                if sys.platform == "win32":
                    self.process.kill()
                else:
                    with contextlib.suppress(ProcessLookupError):
                        os.killpg(self.process.pid, signal.SIGKILL)
            await self.process.aclose()


class Crew:
    """Workers that wait for a job, and those at work."""

    def __init__(self, time_limit: float = TIME_LIMIT) -> None:
        self._idle: list[_Worker] = []
        self._all: set[_Worker] = set()
        self._limit = time_limit

    async def do(self, job: Job, progress: Callable[[Progress], Awaitable[None]]) -> Done:
        """Have a job done. Raises MCPError with what the worker said; cancelling kills it."""
        worker = self._idle.pop() if self._idle else await self._start()
        whole = False
        try:
            with anyio.fail_after(self._limit):
                said = await worker.do(job, progress)
            whole = worker.jobs < TURN
        except TimeoutError:
            raise fault(
                "stopped",
                f"{job.tool} took over {self._limit:.0f} s and was stopped;"
                " give less evidence or a shorter window",
            ) from None
        except (
            anyio.EndOfStream, anyio.IncompleteRead, anyio.BrokenResourceError,
            anyio.ClosedResourceError,
        ):  # fmt: skip
            raise fault(
                "stopped",
                f"the process that ran {job.tool} died, maybe for want of memory;"
                " give less evidence, or try once more",
            ) from None
        finally:
            await self._back(worker, whole=whole)
        if isinstance(said, Failed):
            raise fault(said.kind, said.message)
        return said

    async def close(self) -> None:
        """End all of them."""
        for worker in tuple(self._all):
            await self._back(worker, whole=False)
        self._idle.clear()

    async def _start(self) -> _Worker:
        process = await anyio.open_process(
            COMMAND, stderr=None, start_new_session=sys.platform != "win32"
        )
        worker = _Worker(process)
        self._all.add(worker)
        return worker

    async def _back(self, worker: _Worker, *, whole: bool) -> None:
        if whole:
            self._idle.append(worker)
            return
        self._all.discard(worker)
        await worker.end()
