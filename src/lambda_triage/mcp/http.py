"""The server over streamable HTTP: loopback only, and every request shows a token.

A page in a browser may send requests to loopback, too: the Host and the Origin of a request must be
loopback's own, and it cannot know the token.
"""

from __future__ import annotations

import hmac
import ipaddress
import os
import secrets
import signal
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import anyio

from lambda_triage.errors import UsageError
from lambda_triage.mcp.server import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    import uvicorn
    from starlette.types import ASGIApp, Receive, Scope, Send

TOKEN_VARIABLE = "LAMBDA_TRIAGE_MCP_TOKEN"  # noqa: S105  # its name, not its value
SHORTEST_TOKEN = 16  # characters
PATH = "/mcp"
HOSTS = ("127.0.0.1:*", "localhost:*", "[::1]:*")
GRACE = 3  # seconds that open requests have when the server stops


def run(address: str, *, write: bool, sensitive: bool) -> int:
    """Serve until a signal; the exit code. Raises UsageError for any address but loopback."""
    host, port = parsed(address)
    return anyio.run(_serve, host, port, token(), write, sensitive)


def parsed(address: str) -> tuple[str, int]:
    """Host and port. Raises UsageError."""
    host, _, port = address.rpartition(":")
    host = host.strip("[]") or "127.0.0.1"
    if not port.isdigit() or not 0 <= int(port) < 65_536:
        raise UsageError(f"--http {address}: write HOST:PORT, such as 127.0.0.1:8710")
    if not _loopback(host):
        raise UsageError(
            f"--http {address}: only loopback is served; write 127.0.0.1:{port}, and reach it from"
            " elsewhere by an SSH tunnel"
        )
    return host, int(port)


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def token() -> str:
    """The token of the environment, else a new one, which is told on standard error."""
    given = os.environ.get(TOKEN_VARIABLE)
    if given is None:
        made = secrets.token_urlsafe(32)
        print(f"lambda-triage: token of this run: {made}", file=sys.stderr)  # noqa: T201
        return made
    if len(given) < SHORTEST_TOKEN:
        raise UsageError(
            f"{TOKEN_VARIABLE} is shorter than {SHORTEST_TOKEN} characters; lengthen it"
        )
    return given


class Guarded:
    """An application that answers only who knows the token."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app = app
        self._expected = f"Bearer {token}".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            given = dict(scope["headers"]).get(b"authorization", b"")
            if not hmac.compare_digest(given, self._expected):
                await _refuse(scope, receive, send)
                return
        await self._app(scope, receive, send)


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    from starlette.responses import JSONResponse

    error = {"error": f"send `Authorization: Bearer <token>`; {TOKEN_VARIABLE} sets the token"}
    response = JSONResponse(error, 401, {"WWW-Authenticate": "Bearer"})
    await response(scope, receive, send)


def application(server: Any, token: str) -> ASGIApp:
    """The server of the SDK as an application that checks Host, Origin and token."""
    from mcp.server.transport_security import TransportSecuritySettings

    allowed = TransportSecuritySettings(
        enable_dns_rebinding_protection=True,
        allowed_hosts=list(HOSTS),
        allowed_origins=[f"http://{host}" for host in HOSTS],
    )
    return Guarded(server.streamable_http_app(transport_security=allowed), token)


async def _serve(host: str, port: int, token: str, write: bool, sensitive: bool) -> int:
    import uvicorn

    async with serving(write=write, sensitive=sensitive) as (server, _):
        config = uvicorn.Config(
            application(server, token),
            host=host,
            port=port,
            log_level="warning",
            timeout_graceful_shutdown=GRACE,
            ws="none",
        )
        listener = _listener(config)
        socket = config.bind_socket()
        shown = f"[{host}]" if ":" in host else host
        place = f"http://{shown}:{socket.getsockname()[1]}{PATH}"
        print(f"lambda-triage: serving {place}", file=sys.stderr, flush=True)  # noqa: T201
        async with anyio.create_task_group() as group:
            if sys.platform != "win32":  # whose event loop knows no signals: Ctrl-C raises
                group.start_soon(_watch, listener)
            await listener.serve([socket])
            group.cancel_scope.cancel()
    return 0


def _listener(config: uvicorn.Config) -> uvicorn.Server:
    """A server that leaves signals to us: its own way ends the process before the room is gone."""
    import uvicorn

    class Listener(uvicorn.Server):
        @contextmanager
        def capture_signals(self) -> Iterator[None]:
            yield

    return uvicorn.Server(config) if sys.platform == "win32" else Listener(config)


async def _watch(listener: uvicorn.Server) -> None:
    """Stop on a signal; on the second one at once."""
    with anyio.open_signal_receiver(signal.SIGTERM, signal.SIGINT) as signals:
        async for _ in signals:
            listener.force_exit = listener.should_exit
            listener.should_exit = True
