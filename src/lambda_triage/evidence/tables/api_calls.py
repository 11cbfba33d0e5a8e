"""API calls: what CloudTrail recorded of calls that matter, with their errors."""

from lambda_triage.evidence.table import Column, Table

API_CALLS = Table(
    "api_calls",
    "Calls out of CloudTrail: all that failed or change something; the last of each other one.",
    {
        "resource": Column("VARCHAR", "function that called (its role's session), or was changed"),
        "time_us": Column("BIGINT", "µs since the epoch, UTC"),
        "service": Column("VARCHAR", "service prefix, e.g. dynamodb"),
        "action": Column("VARCHAR", "API name, without a version suffix"),
        "target": Column("VARCHAR", "ARN or name of what was called, where the record tells it"),
        "actor": Column("VARCHAR", "ARN of the caller"),
        "role": Column("VARCHAR", "role that the caller had assumed, as an ARN"),
        "maker": Column("VARCHAR", "lambda, deployment, service, person, shell or program"),
        "error_code": Column("VARCHAR", "e.g. AccessDenied; NULL when it succeeded"),
        "error_message": Column("VARCHAR", "as recorded"),
        "input": Column("INTEGER", "input it was read from"),
        "path": Column("VARCHAR", "where in the input's JSON"),
    },
    ("time_us", "service", "action", "path"),
)
