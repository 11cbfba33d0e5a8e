"""Requests: what an API's access log says of its callers' requests, grouped."""

from lambda_triage.evidence.table import Column, Table

REQUESTS = Table(
    "requests",
    "Records of API access logs, one row for each route, status and integration status.",
    {
        "resource": Column("VARCHAR", "function behind the API where only one is known"),
        "route": Column("VARCHAR", "method and path, as the record tells them"),
        "status": Column("INTEGER", "HTTP status that the caller got"),
        "integration_status": Column("INTEGER", "status of the integration; NULL when none ran"),
        "integration_told": Column("BOOLEAN", "whether its form tells that; CLF and CSV do not"),
        "error": Column("VARCHAR", "error message of the API, its integration or its authorizer"),
        "api_key": Column("VARCHAR", "id of the API key; NULL where several or none were used"),
        "requests": Column("BIGINT", "records of this kind"),
        "latency_ms": Column("BIGINT", "longest response latency"),
        "least_ms": Column("BIGINT", "shortest response latency, else integration latency"),
        "length": Column("BIGINT", "bytes of the response; NULL where they differ"),
        "api": Column("VARCHAR", "REST, HTTP or WEBSOCKET, by the record's keys; NULL unknown"),
        "calls": Column("VARCHAR", "request ids of invocations behind them, as a JSON list"),
        "integration_ms": Column("BIGINT", "longest integration latency"),
        "first_us": Column("BIGINT", "time of the first, µs since the epoch, UTC"),
        "last_us": Column("BIGINT", "time of the last, µs since the epoch, UTC"),
        "input": Column("INTEGER", "input it was read from"),
        "line": Column("INTEGER", "line of the first of them"),
    },
    ("resource", "route", "status", "integration_status", "integration_told", "error"),
)
