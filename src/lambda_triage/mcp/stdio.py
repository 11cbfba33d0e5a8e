"""The server over standard input and output; it ends with its input, or with a signal."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING, Any

import anyio
from mcp.server.stdio import stdio_server

from lambda_triage.mcp.server import serving

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from mcp.server import Server

ENDS = {signal.SIGTERM: 0, signal.SIGINT: 130}  # exit codes by signal


def run(*, write: bool, sensitive: bool) -> int:
    """Serve until the client closes the pipe; the exit code."""
    return anyio.run(_serve, write, sensitive)


async def _serve(write: bool, sensitive: bool) -> int:
    async with (
        serving(write=write, sensitive=sensitive) as (server, close),
        anyio.create_task_group() as group,
    ):
        if sys.platform != "win32":  # whose event loop knows no signals: Ctrl-C raises
            group.start_soon(_watch, close)
        await _speak(server)
        group.cancel_scope.cancel()
    return 0


async def _watch(close: Callable[[], Awaitable[None]]) -> None:
    """End the process on a signal: a thread reads standard input, and cannot be told to stop."""
    with anyio.open_signal_receiver(*ENDS) as signals:
        async for number in signals:
            await close()
            sys.stderr.flush()
            os._exit(ENDS[number])


async def _speak(server: Server[Any]) -> None:
    async with stdio_server() as (read, write):
        await server.run(read, write, server.create_initialization_options())
