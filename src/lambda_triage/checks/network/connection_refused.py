"""Addresses at which nothing listens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import DECISIVE, message, signature_check
from lambda_triage.checks.told_once import told_once
from lambda_triage.findings import EditCode, Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

PEER = r"\[?[\w.:-]{1,253}"
LOCAL = ("localhost", "127.", "::1", "[::1", "0.0.0.0")  # noqa: S104 - compared, never bound
# The runtime API and extensions listen on the loopback address: their faults are their own.
PLATFORM = ("127.0.0.1:9001", "sandbox.localdomain", "localhost:4243", "127.0.0.1:4243")


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    peer = _peer(signal)
    if not peer or peer.startswith(LOCAL):
        return (
            EditCode(
                "localhost is the function's own environment, where no database or service runs:"
                " give the host by an environment variable; under sam local it is"
                " host.docker.internal"
            ),
        )
    return (
        Manual(
            f"Check host and port of {peer}, and that its server runs there: a security group"
            " would let the attempt time out instead of refusing it",
            "the server's state is not in the evidence",
        ),
    )


def _peer(signal: Signal) -> str:
    captures = signal.captures
    peer = next((captures[k] for k in ("peer", "host", "after") if captures.get(k)), "")
    return peer.rstrip(":.")


def _platform(signal: Signal, _: FunctionConfiguration | None) -> bool:
    return _peer(signal).startswith(PLATFORM)


CONNECTION_REFUSED = told_once(
    signature_check(
        id="network/connection-refused",
        title="Nothing listens at the address",
        severity=Severity.HIGH,
        cause="connection_refused",
        since="0.1",
        messages=(
            message(
                "node",
                "ECONNREFUSED",
                pattern=rf"(?:connect|Error:) ECONNREFUSED(?: (?P<peer>{PEER}))?"
                rf"|Errno::ECONNREFUSED|\[ECONNREFUSED\]",
                source="Node.js lib/net.js; Ruby Errno, 2025",
            ),
            message(
                "words",
                "onnection refused",
                "actively refused",
                pattern=rf"(?:(?:dial tcp|[Cc]onnect(?:ing)? to|connection to|server at|server on)"
                rf" \\?[\"']?(?P<peer>{PEER})(?![\w.:-])[^\n]{{0,200}}?)?(?:[Cc]onnection refused"
                rf"|actively refused)(?: \((?P<after>[\w.-]{{1,253}}:\d{{1,5}})\))?",
                source="C library ECONNREFUSED as Python, Go, Java, .NET, PHP and Rust print it,"
                " 2025",
            ),
            message(
                "loopback",
                "dial tcp 127.0.0.1:",
                "dial tcp [::1]:",
                # Cut off, as a wrapped error often is: nothing else fails on the way to oneself.
                pattern=r"dial tcp (?P<peer>(?:127\.0\.0\.1|\[::1\]):\d{1,5})"
                r"(?:: (?:connect|getsockopt))?:?\s*(?:\\?[\"'}]|$)",
                source="Go net.OpError, whose last part callers cut off, 2025",
            ),
            message(
                "mysql",
                "Can't connect to MySQL server on",
                "Can't connect to local MySQL server through socket",
                pattern=rf"Can't connect to MySQL server on \\?['\"](?P<host>{PEER})\\?['\"]"
                rf" \((?:111|61)\)|Can't connect to local MySQL server through socket",
                source="MySQL CR_CONN_HOST_ERROR and CR_CONNECTION_ERROR, 2025",
            ),
            message(
                "endpoint",
                "Could not connect to the endpoint URL",
                pattern=r"Could not connect to the endpoint URL: \\?\"https?://(?P<peer>"
                r"(?:localhost|127\.|host\.docker)[\w.:-]{0,100})",
                source="botocore exceptions.py, EndpointConnectionError, 2025",
            ),
            message(
                "socket",
                "accepting connections on Unix domain socket",
                "accepting connections on that socket",
                pattern=r"accepting connections on (?:Unix domain|that) socket",
                source="libpq fe-connect.c, 2025",
            ),
            message(
                "listener",
                "ORA-12541",
                "refused. Check that the hostname and port are correct",
                "Failed to connect to ",
                pattern=rf"ORA-12541|Connection to (?P<host>{PEER}) refused\. Check|Failed to"
                rf" connect to (?P<peer>[\w.-]{{1,253}}) port \d+[^\n]{{0,30}}?: (?:Couldn't"
                rf" connect to server|Connection refused)",
                source="Oracle Net; curl lib/connect.c, 2025",
            ),
        ),
        summary="A connection was refused: nothing listens at the address",
        fix=_fix,
        weight=DECISIVE,
        unless=_platform,
    ),
    "peer",
    "host",
    "after",
)
