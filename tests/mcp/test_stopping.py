"""A call can be followed and stopped; a worker that dies is one error, and the next call works."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import anyio
import pytest
from mcp.shared.exceptions import MCPError

from lambda_triage.mcp.crew import Crew
from lambda_triage.mcp.frames import Job
from tests.mcp.conversing import converse, evidence, over_http, over_stdio, served

STOPPED = -32054
LINE = "2026-11-20T08:00:00.000Z 11111111-2222-3333-4444-555555555555 ERROR task {} failed oddly\n"


@pytest.fixture
def large(tmp_path) -> str:
    """A log that takes many seconds to read."""
    block = "".join(LINE.format(n) for n in range(20_000))
    with (tmp_path / "large.log").open("w") as file:
        for _ in range(60):
            file.write(block)
    return str(tmp_path)


def test_progress_grows_and_ends_below_its_total(url, large):
    seen: list[tuple[float, float | None, str | None]] = []

    async def told(done: float, total: float | None, what: str | None) -> None:
        seen.append((done, total, what))

    async def talk(client) -> None:
        with anyio.move_on_after(6):
            await client.call_tool("diagnose", {"paths": [large]}, progress_callback=told)

    converse(url, talk)

    steps = [done for done, _, _ in seen]
    assert seen[0][2] == "working"
    assert steps == sorted(steps)
    assert all(total is None or done <= total for done, total, _ in seen)
    assert any(what == "bytes read" for _, _, what in seen)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("transport", ["stdio", "http"])
def test_a_stopped_call_ends_its_work_and_the_server_goes_on(large, transport):
    async def talk(client) -> tuple[list[int], str]:
        with anyio.move_on_after(2):
            await client.call_tool("diagnose", {"paths": [large]})
        await anyio.sleep(1)
        left = _working()
        result = await client.call_tool("diagnose", {"paths": [evidence("dns-failure-01")]})
        return left, result.structured_content["verdict"]

    async def by_stdio():
        async with over_stdio() as client:
            return await talk(client)

    async def by_http(url: str):
        async with over_http(url) as client:
            return await talk(client)

    if transport == "stdio":
        left, verdict = anyio.run(by_stdio)
    else:
        with served() as server:
            left, verdict = anyio.run(by_http, server.url)

    assert (left, verdict) == ([], "cause_found")


def _working() -> list[int]:
    """Workers of this test's servers that use the processor."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if b"lambda_triage.mcp.worker" in stat.read_bytes() and _descends(int(stat.parts[2])):
                found.append(int(stat.parts[2]))
        except OSError:
            continue
    busy = {pid: _ticks(pid) for pid in found}
    time.sleep(0.3)
    return [pid for pid, before in busy.items() if _ticks(pid) > before + 5]


def _descends(pid: int) -> bool:
    while pid > 1:
        if pid == os.getpid():
            return True
        pid = int(_stat(pid)[1])
    return False


def _ticks(pid: int) -> int:
    try:
        return sum(map(int, _stat(pid)[11:13]))
    except OSError:
        return 0


def _stat(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _job(room: Path, tool: str = "diagnose") -> Job:
    arguments = b'{"text": "Task timed out after 3.00 seconds"}'
    return Job(tool, arguments, str(room), sensitive=False, write=False)


async def _silent(how: object) -> None:
    """Nobody follows."""


def test_a_worker_that_is_killed_is_one_error_and_the_next_call_works(tmp_path):
    async def main() -> tuple[MCPError, bool]:
        crew = Crew()
        try:
            await crew.do(_job(tmp_path), _silent)
            (worker,) = crew._all
            os.kill(worker.process.pid, signal.SIGKILL)
            with pytest.raises(MCPError) as caught:
                await crew.do(_job(tmp_path), _silent)
            again = await crew.do(_job(tmp_path), _silent)
            return caught.value, b"timeout_default_3s" in again.items[0]
        finally:
            await crew.close()

    error, again = anyio.run(main)

    assert (error.code, again) == (STOPPED, True)
    assert "died" in str(error)


def test_a_call_that_takes_too_long_is_stopped(tmp_path):
    async def main() -> MCPError:
        crew = Crew(time_limit=0.01)
        try:
            with pytest.raises(MCPError) as caught:
                await crew.do(_job(tmp_path), _silent)
            assert crew._all == set()
            return caught.value
        finally:
            await crew.close()

    assert "was stopped; give less evidence" in str(anyio.run(main))
