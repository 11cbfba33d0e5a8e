"""Signals: occurrences of one signature, grouped for one resource and one set of captures."""

from lambda_triage.evidence.table import Column, Table

SIGNALS = Table(
    "signals",
    "A grouped count of one signature for one resource.",
    {
        "resource": Column("VARCHAR", "function the signal belongs to"),
        "signal": Column("VARCHAR", "signature id, `family/slug.name`"),
        "key": Column("VARCHAR", "captured values as JSON; equal captures are one signal"),
        "events": Column("BIGINT", "log events with it"),
        "invocations": Column("BIGINT", "distinct request ids among them"),
        "failed": Column("BIGINT", "of those, invocations whose status is a failure"),
        "ok": Column("BIGINT", "of those, invocations whose status is ok"),
        "statuses": Column("VARCHAR", "invocations with it by status, as a JSON object"),
        "loose": Column("BIGINT", "events outside any invocation whose outcome is known"),
        "unsettled": Column("BIGINT", "of these, events in an invocation of unknown outcome"),
        "environments": Column("BIGINT", "distinct log streams among them"),
        "origin": Column("VARCHAR", "origin of the first of them"),
        "first_us": Column("BIGINT", "time of the first, µs since the epoch, UTC"),
        "last_us": Column("BIGINT", "time of the last, µs since the epoch, UTC"),
        "last_input": Column("INTEGER", "input in which the last one stands"),
        "last_line": Column("BIGINT", "its line"),
        "examples": Column("VARCHAR", "ids of up to five log_events, as JSON"),
    },
    ("resource", "signal", "key"),
)
