"""Stack events: what CloudFormation did to each resource, and why it stopped."""

from lambda_triage.evidence.table import Column, Table

STACK_EVENTS = Table(
    "stack_events",
    "Events of CloudFormation stacks, as DescribeStackEvents answers them.",
    {
        "stack": Column("VARCHAR", "stack name"),
        "time_us": Column("BIGINT", "µs since the epoch, UTC"),
        "logical_id": Column("VARCHAR", "name in the template"),
        "physical_id": Column("VARCHAR", "name or ARN of what was made; empty until then"),
        "type": Column("VARCHAR", "e.g. AWS::Lambda::Function"),
        "status": Column("VARCHAR", "e.g. UPDATE_FAILED"),
        "reason": Column("VARCHAR", "why, where CloudFormation says it"),
        "input": Column("INTEGER", "input it was read from"),
        "path": Column("VARCHAR", "where in the input's JSON"),
    },
    ("time_us", "stack", "logical_id", "status"),
)
