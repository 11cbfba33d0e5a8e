"""Runtimes: the versions of the managed runtime that a function was started on."""

from lambda_triage.evidence.table import Column, Table

RUNTIMES = Table(
    "runtimes",
    "One version of the runtime of one function, from INIT_START and RESTORE_START lines.",
    {
        "resource": Column("VARCHAR", "function"),
        "version": Column("VARCHAR", "e.g. python:3.13.v51"),
        "arn": Column("VARCHAR", "ARN of that version, where told"),
        "first_us": Column("BIGINT", "first start on it, µs since the epoch, UTC"),
        "starts": Column("BIGINT", "starts on it"),
        "input": Column("INTEGER", "input of the first of them"),
        "line": Column("BIGINT", "its line"),
    },
    ("resource", "first_us", "version"),
)
