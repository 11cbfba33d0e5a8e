"""Databases, brokers and web services that refuse the function's password, key or token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import STRONG, message, signature_check
from lambda_triage.findings import EditCode, Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

Q = r"\\?[\"'`]"


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    if signal.name == "no-key":
        return (
            EditCode(
                "Give the client its key: set the variable the client reads on the function, by"
                " its exact name, or read the secret and pass it on"
            ),
        )
    if signal.name == "not-admitted":
        return (
            Manual(
                "Connect with TLS if the server demands it, and admit the function's user and"
                " address there (pg_hba.conf, GRANT … TO user@host)",
                "the server's rules are not in the evidence",
            ),
        )
    user = signal.captures.get("user")
    of = f" of {user}" if user else ""
    return (
        Manual(
            f"Compare the secret{of} that the function reads with the one the service has: after a"
            " rotation, read it again instead of keeping it at module level",
            "neither secret is in the evidence",
        ),
    )


LOGIN_REFUSED = signature_check(
    id="access/login-refused",
    title="A database or service refuses the login",
    severity=Severity.HIGH,
    cause="downstream_auth_failed",
    since="0.1",
    messages=(
        message(
            "database",
            "authentication failed for user",
            "Access denied for user",
            "Login failed for user",
            "ORA-01017",
            "ORA-28000",
            "invalid username/password",
            "ncorrect username or password",
            pattern=rf"(?:authentication failed for user|Access denied for user"
            rf"|Login failed for user) {Q}(?P<user>[^\"'`\n\\]{{1,128}})|ORA-(?:01017|28000)"
            rf"|invalid username/password|[Ii]ncorrect username or password was specified",
            source="PostgreSQL auth.c, MySQL ER_ACCESS_DENIED_ERROR, SQL Server 18456, Oracle,"
            " 2025",
        ),
        message(
            "not-admitted",
            "no pg_hba.conf entry for host",
            "is not allowed to connect to this M",
            pattern=r"no pg_hba\.conf entry for host|is not allowed to connect to this M(?:ySQL"
            r"|ariaDB)",
            source="PostgreSQL auth.c; MySQL ER_HOST_NOT_PRIVILEGED, 2025",
        ),
        message(
            "store",
            "NOAUTH Authentication required",
            "WRONGPASS",
            "ERR invalid password",
            "without any password configured",
            "bad auth : ",
            "bad auth: ",
            "MongoServerError: Authentication failed",
            "OperationFailure: Authentication failed",
            "Exception authenticating MongoCredential",
            "SASL authentication failed",
            "ACCESS_REFUSED - Login was refused",
            pattern=r"^(?![^\n]{0,200}PROBLEM: SASL)[^\n]{0,4000}?(?:NOAUTH Authentication"
            r" required|WRONGPASS|ERR invalid password|without any password configured"
            r"|bad auth ?: |(?:MongoServerError|OperationFailure): Authentication failed"
            r"|Exception authenticating MongoCredential|SASL authentication failed"
            r"|ACCESS_REFUSED - Login was refused)",
            source="Redis acl.c, MongoDB, Apache Kafka and RabbitMQ server replies, 2025",
        ),
        message(
            "http",
            "401 Client Error",
            "401 Unauthorized",
            "401 (Unauthorized)",
            "Error 401: Unauthorized",
            "failed with status code 401",
            "Unauthorized: 401",
            "invalid_client",
            "invalid_grant",
            pattern=r"(?:^|[^/\d\"])(?:401 Client Error|401 Unauthorized|401 \(Unauthorized\)"
            r"|Error 401: Unauthorized)(?: for url: (?:https?://)?(?P<host>[\w.-]{1,253}))?"
            r"|failed with status code 401|Unauthorized: 401|(?<![\w-])invalid_(?:client"
            r"|grant)(?!\w)",
            source="requests, urllib, axios, got, Spring, .NET HttpClient, Guzzle; RFC 6749, 2025",
        ),
        message(
            "key",
            "ncorrect API key provided",
            "nvalid API Key provided",
            "API key not valid",
            "invalid x-api-key",
            "Bad credentials",
            "invalid_auth",
            "Username and Password not accepted",
            "535 Authentication",
            "Invalid login: 5",
            "All configured authentication methods failed",
            pattern=r"[Ii]ncorrect API key provided|[Ii]nvalid API [Kk]ey provided"
            r"|API key not valid|invalid x-api-key|['\"]invalid_auth['\"]|(?:[\"']"
            r"|: ?)Bad credentials|Username and Password not accepted|535 Authentication"
            r"|Invalid login: 5\d\d|All configured authentication methods failed",
            source="Public HTTP APIs (GitHub, Stripe, OpenAI, Google), SMTP replies, ssh2, 2025",
        ),
        message(
            "no-key",
            "o API key provided",
            "You didn't provide an API key",
            pattern=r"\b[Nn]o API key provided|You didn't provide an API key",
            source="Reply of the OpenAI API, 2025; the usual words of clients",
        ),
    ),
    summary="A service the function calls refuses its user, key or token",
    fix=_fix,
    weight=STRONG,
)
