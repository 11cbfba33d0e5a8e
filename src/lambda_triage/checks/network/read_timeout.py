"""Clients that gave up waiting for an answer on an open connection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import STRONG, message, signature_check
from lambda_triage.checks.told_once import told_once
from lambda_triage.findings import EditCode, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

HOST = r"[\w.<>*-]{1,253}"  # < > * stand in names that were made unreadable


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    peer = next((v for v in signal.captures.values() if v), "the service")
    limit = function.timeout_s if function else None
    below = f" (attempts times time-out below {limit} s)" if limit else ""
    return (
        EditCode(f"Find out why {peer} is slow: its own metrics and its logs at these times"),
        EditCode(f"Set time-out and retries of the client to what the function has{below}"),
    )


READ_TIMEOUT = told_once(
    signature_check(
        id="network/read-timeout",
        title="A service does not answer in time",
        severity=Severity.HIGH,
        cause="timeout_downstream",
        since="0.1",
        messages=(
            message(
                "python",
                "ead timed out",
                "Read timeout on endpoint URL",
                "ReadTimeout",
                "The read operation timed out",
                "socket.timeout",
                "TimeoutError: timed out",
                pattern=rf"(?:host=\\?'(?P<host>{HOST})\\?'[^\n]{{0,100}}?)?[Rr]ead timed out"
                rf"|Read timeout on endpoint URL: \\?[\"']?(?:https?://)?(?P<peer>{HOST})"
                rf"|ReadTimeout(?:Error|Exception)?\b(?:: \w{{1,40}}\(host=\\?'(?P<pool>{HOST}))?"
                rf"|The read operation timed out|socket\.timeout: "
                rf"|TimeoutError: timed out(?![\s\S]{{0,4000}}\bsock\.connect\()",
                source="CPython ssl.py, urllib3, botocore, httpx; JDK SocketTimeoutException, 2025",
            ),
            message(
                "node",
                "ESOCKETTIMEDOUT",
                "read ETIMEDOUT",
                "UND_ERR_HEADERS_TIMEOUT",
                "UND_ERR_BODY_TIMEOUT",
                "Headers Timeout Error",
                "network timeout at: ",
                "operation was aborted due to timeout",
                "Timeout awaiting '",
                "Connection timed out after ",
                "Request timed out",
                "asyncio.exceptions.TimeoutError",
                "asyncio.TimeoutError",
                pattern=rf"ESOCKETTIMEDOUT|read ETIMEDOUT|UND_ERR_(?:HEADERS|BODY)_TIMEOUT"
                rf"|Headers Timeout Error|network timeout at: (?:https?://)?(?P<host>{HOST})"
                rf"|operation was aborted due to timeout|Timeout awaiting '\w+' for"
                rf"|Connection timed out after \d+ ?ms(?!\w)|Request timed out"
                rf"|asyncio\.(?:exceptions\.)?TimeoutError",
                source="Node.js fetch (undici), aws-sdk-js, node-fetch, got, request, 2025",
            ),
            message(
                "axios",
                "ms exceeded",
                pattern=r"timeout of \d+ ?ms exceeded",
                source="axios lib/adapters/http.js, ECONNABORTED, 2025",
            ),
            message(
                "java",
                "SocketTimeoutException: timeout",
                "request timed out",
                "Client execution did not complete before the specified timeout",
                "HTTP request execution did not complete before the specified timeout",
                pattern=r"SocketTimeoutException: timeout\b"
                r"|HttpTimeoutException: request timed out|(?:Client"
                r"|HTTP request) execution did not complete before the specified timeout",
                source="OkHttp, java.net.http, aws-sdk-java-v2 ApiCallTimeoutException, 2025",
            ),
            message(
                "go",
                "context deadline exceeded",
                "exceeded while awaiting headers",
                "timeout awaiting response headers",
                "i/o timeout",
                pattern=rf"context deadline exceeded|exceeded while awaiting headers"
                rf"|timeout awaiting response headers"
                rf"|read tcp [^\n]{{0,60}}->(?P<peer>{HOST}):\d+: i/o timeout",
                source="Go context and net/http, 2025",
            ),
            message(
                "dotnet",
                "configured HttpClient.Timeout of",
                "Timeout performing ",
                "Execution Timeout Expired",
                "Timeout during reading attempt",
                pattern=r"configured HttpClient\.Timeout of|Timeout performing \w+"
                r"|Execution Timeout Expired|Timeout during reading attempt",
                source=".NET HttpClient and SqlClient, StackExchange.Redis, Npgsql, 2025",
            ),
            message(
                "ruby",
                "Net::ReadTimeout",
                "Timeout reading from socket",
                pattern=r"Net::ReadTimeout|Timeout reading from socket",
                source="Ruby net/protocol.rb; redis-py and redis-rb, 2025",
            ),
            message(
                "curl",
                "Operation timed out after",
                pattern=r"Operation timed out after \d+ milliseconds with \d+",
                source="curl lib/multi.c, CURLE_OPERATION_TIMEDOUT; Guzzle, 2025",
            ),
            message(
                "database",
                "canceling statement due to statement timeout",
                "Query read timeout",
                "maximum statement execution time exceeded",
                "PROTOCOL_SEQUENCE_TIMEOUT",
                pattern=r"canceling statement due to statement timeout|Query read timeout"
                r"|maximum statement execution time exceeded|PROTOCOL_SEQUENCE_TIMEOUT",
                source="PostgreSQL postgres.c, node-postgres, MySQL ER_QUERY_TIMEOUT, mysqljs,"
                " 2025",
            ),
        ),
        summary="A client of the function gave up waiting for an answer",
        fix=_fix,
        weight=STRONG,
    ),
    "host",
    "peer",
    "pool",
)
