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
            "too many connections for",
            "max_user_connections",
            "ER_CON_COUNT_ERROR",
            "max number of clients reached",
            "no more connections allowed",
            "MaxClientsInSessionMode",
            "maximum number of sessions exceeded",
            "ORA-12516",
            "ORA-12519",
            "ORA-12520",
            pattern=r"too many clients already|remaining connection slots are reserved"
            r"|Too many connections|too many connections for (?:role|database)"
            r"|max_user_connections|ER_CON_COUNT_ERROR|max number of clients reached"
            r"|no more connections allowed|MaxClientsInSessionMode"
            r"|maximum number of sessions exceeded|ORA-125(?:16|19|20)",
            source="PostgreSQL proc.c, MySQL ER_CON_COUNT_ERROR, Redis networking.c, PgBouncer,"
            " Supavisor, Oracle Net, 2025",
        ),
        message(
            "pool",
            "QueuePool limit of size",
            "connection pool exhausted",
            "pool exhausted",
            "couldn't get a connection after",
            "Timeout acquiring a connection",
            "ResourceRequest timed out",
            "SequelizeConnectionAcquireTimeoutError",
            "Connection is not available, request timed out",
            "Timed out fetching a new connection",
            "timeout exceeded when trying to connect",
            "Timed out while checking out a connection",
            "WaitQueueTimeoutError",
            "Unable to acquire connection",
            "The timeout period elapsed prior to obtaining a connection",
            "onnection pool has been exhausted",
            "pool error Timeout waiting for idle object",
            "attempt by a client to checkout a Connection has timed out",
            "could not obtain a connection from the pool",
            "could not obtain a database connection within",
            "waiting to acquire database connection",
            "NJS-040",
            "Queue limit reached",
            pattern=r"QueuePool limit of size|connection pool exhausted"
            r"|Failed getting connection; pool exhausted|couldn't get a connection after"
            r"|Timeout acquiring a connection|ResourceRequest timed out"
            r"|SequelizeConnectionAcquireTimeoutError"
            # HikariCP counts its connections: a pool that never had one is not exhausted.
            r"|Connection is not available, request timed out(?![^\n]{0,40}\(total=0,)"
            r"|Timed out fetching a new connection"
            r"|timeout exceeded when trying to connect|Timed out while checking out a connection"
            r"|WaitQueueTimeoutError|Unable to acquire connection"
            r"|timeout period elapsed prior to obtaining a connection"
            r"|onnection pool has been exhausted|pool error Timeout waiting for idle object"
            r"|attempt by a client to checkout a Connection has timed out"
            r"|could not obtain a (?:connection from the pool|database connection within)"
            r"|waiting to acquire database connection|\bNJS-040\b|Error: Queue limit reached",
            source="SQLAlchemy, psycopg, knex, Sequelize, HikariCP, c3p0, DBCP, Prisma P2024,"
            " node-postgres, MongoDB, SqlClient, Npgsql, ActiveRecord, RDS Proxy, mysql2, 2025",
        ),
    ),
    summary="The database has no connection left for this function.",
    fix=_fix,
    weight=6.0,
)
