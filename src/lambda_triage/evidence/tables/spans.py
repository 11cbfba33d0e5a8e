"""Spans: one row per X-Ray segment or subsegment."""

from lambda_triage.evidence.table import Column, Table

SPANS = Table(
    "spans",
    "Segments and subsegments of X-Ray traces. A missing trace is no evidence: X-Ray samples.",
    {
        "resource": Column("VARCHAR", "function of the trace, where a segment names it"),
        "trace_id": Column("VARCHAR", "joins to invocations.trace_id"),
        "request_id": Column("VARCHAR", "aws.request_id of the Lambda segment"),
        "span_id": Column("VARCHAR", "16 hex digits"),
        "parent_id": Column("VARCHAR", "enclosing segment"),
        "name": Column("VARCHAR", "service, host or phase, e.g. DynamoDB, Initialization"),
        "namespace": Column("VARCHAR", "aws, remote or NULL"),
        "origin": Column("VARCHAR", "e.g. AWS::Lambda::Function"),
        "start_us": Column("BIGINT", "µs since the epoch, UTC"),
        "end_us": Column("BIGINT", "µs since the epoch, UTC; NULL while in progress"),
        "error": Column("BOOLEAN", "client error"),
        "fault": Column("BOOLEAN", "server fault or exception"),
        "throttle": Column("BOOLEAN", "429 from the callee"),
        "status": Column("INTEGER", "HTTP status of the response"),
        "message": Column("VARCHAR", "first exception message"),
        "input": Column("INTEGER", "input it was read from"),
    },
    ("trace_id", "start_us", "span_id"),
)
