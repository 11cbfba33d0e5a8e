"""Both transports give the same answers; HTTP answers only who may ask; both stop in order."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import anyio
import httpx2
import pytest

from lambda_triage.errors import UsageError
from lambda_triage.mcp.http import parsed
from tests.mcp.conversing import (
    PROGRAM,
    TOKEN,
    converse,
    environment,
    evidence,
    over_stdio,
    served,
)
from tests.processes import gone

CALL = {"paths": [evidence("dns-failure-01")]}
HELLO = {
    "jsonrpc": "2.0", "id": 1, "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18", "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    },
}  # fmt: skip
ACCEPT = {"Accept": "application/json, text/event-stream"}


def test_stdio_and_http_answer_the_same(url):
    async def talk(client):
        return (await client.call_tool("diagnose", CALL)).structured_content

    async def main():
        async with over_stdio() as client:
            return await talk(client)

    assert anyio.run(main) == converse(url, talk)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"Authorization": "Bearer wrong"}, 401),
        ({"Authorization": f"Basic {TOKEN}"}, 401),
        ({"Authorization": f"Bearer {TOKEN}", "Origin": "https://evil.example"}, 403),
        ({"Authorization": f"Bearer {TOKEN}", "Host": "evil.example"}, 421),
        ({"Authorization": f"Bearer {TOKEN}", "Origin": "http://localhost:3000"}, 200),
        ({"Authorization": f"Bearer {TOKEN}"}, 200),
    ],
)
def test_a_request_shows_token_origin_and_host(url, headers, status):
    answer = httpx2.post(url, json=HELLO, headers={**ACCEPT, **headers})

    assert answer.status_code == status


@pytest.mark.parametrize("address", ["0.0.0.0:8710", "192.168.1.4:80", "example.com:80", "[::]:80"])
def test_only_loopback_is_served(address):
    with pytest.raises(UsageError, match="only loopback is served"):
        parsed(address)


@pytest.mark.parametrize("address", ["8710x", "127.0.0.1", "127.0.0.1:99999", "127.0.0.1:"])
def test_an_address_is_host_and_port(address):
    with pytest.raises(UsageError, match="write HOST:PORT"):
        parsed(address)


def test_a_short_token_is_refused():
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, "mcp", "--http", "127.0.0.1:0"],
        capture_output=True, text=True, check=False,
        env=environment(LAMBDA_TRIAGE_MCP_TOKEN="short"),
    )  # fmt: skip

    assert done.returncode == 2
    assert "shorter than 16 characters" in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_over_http_a_signal_ends_the_server_and_its_workers(tmp_path):
    with served(TMPDIR=str(tmp_path)) as server:
        converse(server.url, lambda client: client.call_tool("diagnose", CALL))
        family = _children(server.process.pid)
        server.process.send_signal(signal.SIGTERM)
        code = server.process.wait(10)

    assert code == 0
    assert list(tmp_path.iterdir()) == []
    assert family
    assert gone(family)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("end", ["close", "SIGTERM", "SIGKILL"])
def test_over_stdio_nothing_is_left(tmp_path, end):
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "mcp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env=environment(TMPDIR=str(tmp_path)),
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    for line in _stdio_call():
        process.stdin.write(line)
    process.stdin.flush()
    while b'"id":2' not in process.stdout.readline():
        pass
    family = _children(process.pid)

    if end == "close":
        process.stdin.close()
    else:
        process.send_signal(signal.Signals[end])
    process.wait(15)
    process.stdout.close()
    if not process.stdin.closed:
        process.stdin.close()

    assert family
    assert gone(family)
    if end != "SIGKILL":
        assert list(tmp_path.iterdir()) == []


def _stdio_call():
    import json

    call = {"jsonrpc": "2.0", "id": 2, "method": "tools/call",
            "params": {"name": "diagnose", "arguments": CALL}}  # fmt: skip
    ready = {"jsonrpc": "2.0", "method": "notifications/initialized"}
    return [json.dumps(one).encode() + b"\n" for one in (HELLO, ready, call)]


def _children(pid: int) -> list[int]:
    task = Path(f"/proc/{pid}/task")
    return [int(c) for t in task.iterdir() for c in (t / "children").read_text().split()]
