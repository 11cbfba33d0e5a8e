"""Log events of interest: those with a signature, and platform lines that tell of a failure."""

from lambda_triage.evidence.table import Column, Table

LOG_EVENTS = Table(
    "log_events",
    "Events kept for proof; every other event is counted and can be read back by its place.",
    {
        "id": Column("BIGINT", "ordinal in reading order; stable for the same evidence"),
        "resource": Column("VARCHAR", "function the event belongs to"),
        "environment": Column("VARCHAR", "log stream"),
        "time_us": Column("BIGINT", "event time, µs since the epoch, UTC"),
        "request_id": Column("VARCHAR", "invocation the event belongs to; NULL outside any"),
        "origin": Column("VARCHAR", "function, deploy, service or emulator"),
        "text": Column("VARCHAR", "the event, at most 8 KiB of it"),
        "input": Column("INTEGER", "input in which it stands"),
        "line": Column("BIGINT", "1-based line, or ordinal of the event in a decoded container"),
        "offset": Column("BIGINT", "byte offset; -1 for decoded containers"),
    },
    ("id",),
)
