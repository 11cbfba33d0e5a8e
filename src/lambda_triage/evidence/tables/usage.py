"""Usage: what Lambda Insights measured of one invocation."""

from lambda_triage.evidence.table import Column, Table

USAGE = Table(
    "usage",
    "Performance events of the Lambda Insights extension, one for each invocation.",
    {
        "resource": Column("VARCHAR", "function"),
        "environment": Column("VARCHAR", "log stream"),
        "request_id": Column("VARCHAR", "joins to invocations.request_id"),
        "time_us": Column("BIGINT", "µs since the epoch, UTC"),
        "duration_us": Column("BIGINT", "of the invocation, µs"),
        "cold_start": Column("BOOLEAN", "whether it was the first of its environment"),
        "memory_mb": Column("BIGINT", "used_memory_max, MB"),
        "memory_size_mb": Column("BIGINT", "total_memory, MB"),
        "cpu_ms": Column("BIGINT", "cpu_total_time, ms"),
        "threads": Column("BIGINT", "threads_max"),
        "descriptors": Column("BIGINT", "fd_use: open file descriptors"),
        "descriptors_max": Column("BIGINT", "fd_max"),
        "tmp_used": Column("BIGINT", "tmp_used, bytes"),
        "tmp_max": Column("BIGINT", "tmp_max, bytes"),
        "rx_bytes": Column("BIGINT", "received"),
        "tx_bytes": Column("BIGINT", "sent"),
        "input": Column("INTEGER", "input it was read from"),
        "line": Column("INTEGER", "line of the event"),
    },
    ("resource", "environment", "time_us", "request_id"),
)
