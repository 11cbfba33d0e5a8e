"""A conversation with a real server by the official client, over either transport."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anyio
import httpx2
from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.exceptions import MCPError
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

INCIDENTS = Path(__file__).parent.parent / "incidents"
TOKEN = "a-token-of-these-tests-only"
# No credentials from anywhere, and nobody to ask for them.
NOBODY = {
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
}
PROGRAM = "from lambda_triage.cli import main; main()"
START_S = 30.0


class Served(Struct, frozen=True):
    """A server over HTTP: its process and its URL."""

    process: subprocess.Popen[str]
    url: str


def environment(**more: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("AWS_")}
    return {**kept, **NOBODY, **more}


@asynccontextmanager
async def over_stdio(*flags: str, **more: str) -> AsyncIterator[Client]:
    """A client with a server of its own."""
    parameters = StdioServerParameters(
        command=sys.executable, args=["-c", PROGRAM, "mcp", *flags], env=environment(**more)
    )
    async with Client(stdio_client(parameters)) as client:
        yield client


@contextmanager
def served(*flags: str, **more: str) -> Iterator[Served]:
    """A server over HTTP, stopped at the end."""
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "mcp", "--http", "127.0.0.1:0", *flags],
        stderr=subprocess.PIPE,
        text=True,
        env=environment(LAMBDA_TRIAGE_MCP_TOKEN=TOKEN, **more),
    )
    lines: queue.Queue[str] = queue.Queue()

    def listen() -> None:
        assert process.stderr is not None
        for line in process.stderr:
            lines.put(line)

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    try:
        url = lines.get(timeout=START_S).rpartition(" ")[2].strip()
        yield Served(process, url)
    finally:
        process.terminate()
        process.wait(START_S)
        listener.join(START_S)
        assert process.stderr is not None
        process.stderr.close()


@asynccontextmanager
async def over_http(url: str, token: str = TOKEN) -> AsyncIterator[Client]:
    """A client of a server that runs already."""
    headers = {"Authorization": f"Bearer {token}"}
    timeout = httpx2.Timeout(30.0, read=300.0)
    async with (
        httpx2.AsyncClient(headers=headers, timeout=timeout) as http,
        Client(streamable_http_client(url, http_client=http)) as client,
    ):
        yield client


def converse(url: str, talk: Callable[[Client], Awaitable[Any]]) -> Any:
    """What a conversation over HTTP comes to."""

    async def main() -> Any:
        async with over_http(url) as client:
            return await talk(client)

    return anyio.run(main)


def ask(url: str, tool: str, /, **arguments: Any) -> dict[str, Any]:
    """The structured answer of one call."""

    async def talk(client: Client) -> dict[str, Any]:
        result = await client.call_tool(tool, arguments)
        found: dict[str, Any] = result.structured_content
        return found

    return converse(url, talk)


def refused(url: str, tool: str, /, **arguments: Any) -> MCPError:
    """The error that one call is answered with."""

    async def talk(client: Client) -> MCPError | None:
        try:
            await client.call_tool(tool, arguments)
        except MCPError as error:
            return error
        return None

    found = converse(url, talk)
    assert found is not None, "the call was answered"
    return found


def evidence(case: str) -> str:
    """The evidence folder of an incident of the project's own set."""
    return str(INCIDENTS / case / "evidence")
