"""Changes: what was altered, and when."""

from lambda_triage.evidence.table import Column, Table

CHANGES = Table(
    "changes",
    "Deployments and configuration changes, from configuration documents and new versions in logs.",
    {
        "resource": Column("VARCHAR", "what was changed"),
        "time_us": Column("BIGINT", "when, µs since the epoch, UTC"),
        "kind": Column("VARCHAR", "configuration, version, runtime, code, alias, permission, …"),
        "detail": Column("VARCHAR", "what it changed to"),
        "input": Column("INTEGER", "input it was read from"),
        "path": Column("VARCHAR", "where in the input's JSON"),
    },
    ("time_us", "resource", "kind"),
)
