"""Trials: what a tool measured of a function at one memory size."""

from lambda_triage.evidence.table import Column, Table

TRIALS = Table(
    "trials",
    "Memory sizes that AWS Lambda Power Tuning tried, one row for each.",
    {
        "resource": Column("VARCHAR", "function; ?:unknown where the result names none"),
        "memory_mb": Column("BIGINT", "Memory Size of the trial, MB"),
        "duration_us": Column("BIGINT", "averageDuration, µs"),
        "usd": Column("DOUBLE", "averagePrice of one invocation"),
        "input": Column("INTEGER", "input it was read from"),
        "path": Column("VARCHAR", "of the measurement in the input"),
    },
    ("resource", "memory_mb", "duration_us", "input", "path"),
)
