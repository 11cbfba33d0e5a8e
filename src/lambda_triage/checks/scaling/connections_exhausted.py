"""No database connection is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.findings import EditCode, Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    return (
        EditCode("Open one connection per environment outside the handler, and use it again"),
        Manual(
            "Put a proxy (RDS Proxy, PgBouncer) in front, or cap concurrency below the connections",
            "the database's limit and the other clients are not in the evidence",
        ),
    )


CONNECTIONS_EXHAUSTED = signature_check(
    id="scaling/connections-exhausted",
    title="No database connection is left",
    severity=Severity.HIGH,
    cause="db_pool_exhaustion",
    since="0.1",
    messages=(
        message(
            "server",
            "too many clients already",
            "remaining connection slots",
            "Too many connections",
            "max_user_connections",
            "too many connections for",
            pattern=(
                r"too many clients already|remaining connection slots are reserved|Too many "
                r"connections|max_user_connections|too many connections for (?:role|database"
                r")"
            ),
            source="PostgreSQL proc.c and postinit.c, MySQL errmsg ER_CON_COUNT_ERROR, 2024",
        ),
        message(
            "pool",
            "QueuePool limit of size",
            "connection pool exhausted",
            "Timeout acquiring a connection",
            "ResourceRequest timed out",
            "Connection is not available, request timed out",
            "Timed out fetching a new connection",
            "timeout exceeded when trying to connect",
            "Timed out while checking out a connection",
            "Unable to acquire connection",
            "The timeout period elapsed prior to obtaining a connection",
            pattern=(
                r"QueuePool limit of size|connection pool exhausted|Timeout acquiring a conn"
                r"ection|ResourceRequest timed out|Connection is not available, request time"
                r"d out|Timed out fetching a new connection|timeout exceeded when trying to "
                r"connect|Timed out while checking out a connection|Unable to acquire connec"
                r"tion|timeout period elapsed prior to obtaining a connection"
            ),
            source="SQLAlchemy, psycopg2, knex, generic-pool, HikariCP, Prisma, node-postgres,"
            " MongoDB and SqlClient sources, 2024",
        ),
    ),
    summary="The database has no connection left for this function.",
    fix=_fix,
    weight=6.0,
)
