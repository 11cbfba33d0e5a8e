"""Writes to a database server that takes none: a replica, or the writer of before a failover."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import STRONG, message, signature_check
from lambda_triage.findings import EditCode, Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    return (
        EditCode(
            "Close the kept connection on this error, resolve the name again and connect anew; the"
            " old writer goes on as a reader after a failover"
        ),
        Manual(
            "Compare the host with the cluster's writer endpoint: an instance's or the reader's"
            " endpoint leads to a server that takes no writes",
            "the host that the function connects to is not in the evidence",
        ),
    )


DATABASE_READ_ONLY = signature_check(
    id="downstream/database-read-only",
    title="The database server takes no writes",
    severity=Severity.HIGH,
    cause="database_read_only",
    since="0.1",
    messages=(
        message(
            "postgresql",
            "in a read-only transaction",
            " during recovery",
            pattern=r"cannot execute (?P<statement>[A-Z][A-Z ]{2,40}) (?:in a read-only transaction"
            r"|during recovery)",
            source="PostgreSQL utility.c, PreventCommandIfReadOnly and DuringRecovery, 2025",
        ),
        message(
            "mysql",
            "-read-only option so it cannot execute",
            "ER_OPTION_PREVENTS_STATEMENT",
            "ER_READ_ONLY_MODE",
            "(1836, ",
            pattern=r"running with the -{1,2}(?:super-|innodb-)?read-only option|ER_READ_ONLY_MODE"
            r"|\(1836, \\?['\"]Running in read-only mode"
            r"|ER_OPTION_PREVENTS_STATEMENT[^\n]{0,100}read-only",
            source="MySQL errors 1290 and 1836; AWS re:Post, read-only error after an Aurora"
            " failover, 2025",
        ),
        message(
            "store",
            "READONLY You can",
            "NotWritablePrimary",
            "MongoNotPrimaryException",
            "NotPrimaryError: ",
            pattern=r"READONLY You can\\?'t write against a read only"
            r"|\b(?:NotWritablePrimary|MongoNotPrimaryException)\b|\bNotPrimaryError: ",
            source="Redis server.c; MongoDB error 10107, Java driver and PyMongo, 2025",
        ),
        message(
            "sqlserver",
            "Failed to update database ",
            pattern=r"Failed to update database [^\n]{1,140} because the database is read-only",
            source="SQL Server error 3906, 2025",
        ),
    ),
    summary="The database server that the function is connected to takes no writes",
    fix=_fix,
    weight=STRONG,
    unless=lambda signal, _: not signal.failed and signal.ok > 0,
)
