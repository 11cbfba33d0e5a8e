"""Costs: what one service or usage type cost in one period of a bill."""

from lambda_triage.evidence.table import Column, Table

COSTS = Table(
    "costs",
    "Groups of Cost Explorer's GetCostAndUsage, one row for each and period.",
    {
        "start_us": Column("BIGINT", "first of the period, µs since the epoch, UTC"),
        "end_us": Column("BIGINT", "end of the period, exclusive"),
        "service": Column("VARCHAR", "e.g. AmazonCloudWatch, where the groups tell it"),
        "usage_type": Column("VARCHAR", "e.g. EUW1-DataProcessing-Bytes, where they tell it"),
        "amount": Column("DOUBLE", "in the currency"),
        "currency": Column("VARCHAR", "USD, or what the account is billed in"),
        "input": Column("INTEGER", "input it was read from"),
        "path": Column("VARCHAR", "of the group in the input"),
    },
    ("start_us", "service", "usage_type", "input", "path"),
)
