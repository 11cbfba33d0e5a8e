"""Connections kept over a freeze that the peer has closed meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import HINT, STRONG, message, signature_check
from lambda_triage.checks.weighed import weighed
from lambda_triage.findings import EditCode, Finding, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    if signal.name == "database":
        return (
            EditCode(
                "Test the kept connection at the start of an invocation and connect again when it"
                " is dead (pre-ping, validation query), with an idle limit below the server's"
            ),
        )
    # 350 s idle, then a reset (VPC guide, Troubleshoot NAT gateways, 2026).
    return (
        EditCode("Retry once on a reset: the first call after a freeze may meet a closed socket"),
        EditCode("Keep idle connections for less time than the peer, the balancer or NAT (350 s)"),
    )


def _weight(finding: Finding, _: FunctionConfiguration | None) -> float:
    return HINT if finding.fact("link") else STRONG


STALE_CONNECTION = weighed(
    signature_check(
        id="network/stale-connection",
        title="A kept connection was closed by the peer",
        severity=Severity.MEDIUM,
        cause="stale_connection_reuse",
        since="0.1",
        messages=(
            message(
                "reset",
                "ECONNRESET",
                "socket hang up",
                "EPIPE",
                "onnection reset",
                "roken pipe",
                "other side closed",
                "UND_ERR_SOCKET",
                "forcibly closed by the remote host",
                pattern=r"(?<![\w.])(?:Errno::)?ECONNRESET\b|socket hang up|(?:write|Errno::"
                r"|Error: )\s?EPIPE\b|[Cc]onnection reset|[Bb]roken pipe|other side closed"
                r"|UND_ERR_SOCKET|forcibly closed by the remote host",
                source="C library ECONNRESET and EPIPE as every language prints them; Node.js,"
                " 2025",
            ),
            message(
                "http",
                "RemoteDisconnected",
                "onnection aborted",
                "Remote end closed connection without response",
                "Server disconnected",
                "Connection was closed before we received a valid response",
                "failed to respond",
                "server closed idle connection",
                "The response ended prematurely",
                pattern=r"RemoteDisconnected|[Cc]onnection aborted|Remote end closed connection"
                r"|Server disconnected|Connection was closed before we received a valid response"
                r"|NoHttpResponseException|target server failed to respond"
                r"|server closed idle connection|The response ended prematurely",
                source="CPython http.client, botocore, aiohttp, Apache HttpClient, Go, .NET, 2025",
            ),
            message(
                "database",
                "server closed the connection unexpectedly",
                "MySQL server has gone away",
                "Lost connection to MySQL server",
                "Connection lost: The server closed the connection",
                "PROTOCOL_CONNECTION_LOST",
                "Connection terminated unexpectedly",
                "connection has been closed unexpectedly",
                "SSL SYSCALL error: EOF detected",
                "connection already closed",
                "connection is closed",
                "This connection has been closed",
                "No operations allowed after connection closed",
                "Communications link failure",
                "disconnected by the server because of inactivity",
                "driver: bad connection",
                "no connection to the server",
                "Connection closed by server",
                "Socket closed unexpectedly",
                "MongoNetworkError: connection ",
                "AutoReconnect: connection closed",
                pattern=r"server closed the connection unexpectedly|MySQL server has gone away"
                r"|Lost connection to MySQL server (?!at)|Connection lost: The server closed"
                r"|PROTOCOL_CONNECTION_LOST|Connection terminated unexpectedly"
                r"|connection has been closed unexpectedly|SSL SYSCALL error: EOF detected"
                r"|InterfaceError: (?:connection already closed|[^\n]{0,40}connection is closed)"
                r"|This connection has been closed|No operations allowed after connection closed|"
                r"(?P<link>Communications link failure)(?![\s\S]{0,200}?not received any packets)"
                r"|disconnected by the server because of inactivity|driver: bad connection"
                r"|PG::UnableToSend: no connection to the server|Connection closed by server"
                r"|Socket closed unexpectedly|MongoNetworkError: connection [^\n]{1,300} closed"
                r"|AutoReconnect: connection closed",
                source="libpq, MySQL CR_SERVER_GONE_ERROR, Connector/J, node drivers, redis-py,"
                " 2025",
            ),
        ),
        summary="The peer had closed a connection that the function used again",
        fix=_fix,
    ),
    _weight,
)
