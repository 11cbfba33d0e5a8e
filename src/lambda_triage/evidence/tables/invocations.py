"""Invocations: one row per attempt of one request id, reconstructed from platform lines."""

from lambda_triage.evidence.table import Column, Table

INVOCATIONS = Table(
    "invocations",
    "One attempt of one request id, as far as its lines were seen.",
    {
        "resource": Column("VARCHAR", "unqualified function ARN when known, else `?:name`"),
        "environment": Column("VARCHAR", "log stream = one execution environment"),
        "request_id": Column("VARCHAR", "the id on START/END/REPORT; NULL for an init without one"),
        "attempt": Column("INTEGER", "1 for the first time this id starts, 2 for its retry, …"),
        "version": Column("VARCHAR", "function version printed by START"),
        "start_us": Column("BIGINT", "time of START, µs since the epoch, UTC"),
        "end_us": Column("BIGINT", "time of REPORT (else END), µs since the epoch, UTC"),
        "duration_us": Column("BIGINT", "Duration, µs"),
        "billed_ms": Column("BIGINT", "Billed Duration, ms"),
        "init_us": Column("BIGINT", "Init Duration, µs; NULL when the line has none (warm start)"),
        "restore_us": Column("BIGINT", "Restore Duration (SnapStart), µs"),
        "memory_mb": Column("BIGINT", "Memory Size, MB"),
        "max_memory_mb": Column(
            "BIGINT", "Max Memory Used, MB: high-water mark of the environment"
        ),
        "cold_start": Column("BOOLEAN", "Init or Restore Duration on REPORT; NULL without REPORT"),
        "status": Column(
            "VARCHAR", "ok, error, timeout, oom, crash, init_failure or unknown (no REPORT seen)"
        ),
        "error_type": Column("VARCHAR", "error type the runtime or the platform named"),
        "message": Column("VARCHAR", "first line of the error, at most 300 characters"),
        "fingerprint": Column("VARCHAR", "hash of error type and in-app stack frames"),
        "trace_id": Column("VARCHAR", "X-Ray trace id on REPORT"),
        "last_line": Column(
            "VARCHAR", "of a timed-out invocation: the last line it wrote, at most 300 characters"
        ),
        "silent_us": Column("BIGINT", "of a timed-out invocation: from that line to the limit, µs"),
        "input": Column("INTEGER", "input in which its REPORT (else its first line) stands"),
        "line": Column("BIGINT", "1-based line of that line, or ordinal of the event"),
        "offset": Column("BIGINT", "byte offset of that line; -1 for decoded containers"),
    },
    ("resource", "start_us", "end_us", "input", "line"),
)
