"""A server that is asked again and again grows neither in memory nor in processes."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

import anyio
import pytest
from mcp.shared.exceptions import MCPError

from tests.mcp.conversing import evidence, over_http, served

WARM = 40  # calls until caches are full
GROWTH_MB = 8.0  # that the allocator may keep; a leak of one answer for each call were more
WORKERS = 2
CALLS = (
    ("limits", {}),
    ("list_checks", {"words": "sqs"}),
    ("list_checks", {}),
    ("diagnos", {}),
    ("diagnose", {"paths": 3}),
    ("explain_error", {"error": "timeouts/timed-out"}),
    ("next_page", {"cursor": "0123456789abcdef.1"}),
    ("next_evidence", {"report": "r-000000000000"}),
    ("limits", {"words": "payload"}),
    ("explain_error", {"error": "init/failed"}),
    ("limits", {"service": "sqs"}),
    ("list_checks", {"family": "memory"}),
    ("explain_error", {"error": "nothing/such"}),
    ("query_logs", {"query": "filds x", "paths": ["nowhere"]}),
    ("compare_bundles", {"before": "nowhere", "after": "nowhere"}),
    ("limits", {"service": "nothing"}),
    ("get_logs", {"paths": [evidence("dns-failure-01")], "limit": 5}),
    ("list_checks", {"severity": "high"}),
    ("next_page", {"cursor": ""}),
    ("diagnose", {"paths": [evidence("dns-failure-01")]}),
)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def _resident_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) / 1024
    return 0.0


def _children(pid: int) -> int:
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return sum(len((task / "children").read_text().split()) for task in tasks)


async def _call(client, number: int) -> None:
    for n in range(number):
        tool, arguments = CALLS[n % len(CALLS)]
        with suppress(MCPError):  # some calls are wrong on purpose
            await client.call_tool(tool, arguments)


def _grown(number: int) -> tuple[float, int]:
    """Megabytes that the server grew by during so many calls, and its processes afterwards."""

    async def main(url: str, pid: int) -> float:
        async with over_http(url) as client:
            await _call(client, WARM)
            before = _resident_mb(pid)
            await _call(client, number)
            return _resident_mb(pid) - before

    with served() as server:
        grown = anyio.run(main, server.url, server.process.pid)
        return grown, _children(server.process.pid)


def test_sixty_calls_leave_nothing_behind():
    grown, children = _grown(60)

    print(f"grew by {grown:.2f} MB")
    assert grown <= GROWTH_MB
    assert children <= WORKERS


@pytest.mark.long
def test_a_thousand_calls_leave_nothing_behind():
    grown, children = _grown(1_000)

    print(f"grew by {grown:.2f} MB")
    assert grown <= GROWTH_MB
    assert children <= WORKERS
