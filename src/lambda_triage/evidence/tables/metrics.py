"""Metrics: one row per data point of one CloudWatch metric."""

from lambda_triage.evidence.table import Column, Table

METRICS = Table(
    "metrics",
    "Data points as GetMetricData answers them.",
    {
        "resource": Column("VARCHAR", "function or other resource, where the label names one"),
        "metric": Column("VARCHAR", "metric name, e.g. Throttles; the label when no name is given"),
        "statistic": Column("VARCHAR", "Sum, Average, Maximum, p99, …; NULL when not told"),
        "time_us": Column(
            "BIGINT",
            "start of the period, µs since the epoch, UTC; NULL for an answer without points",
        ),
        "value": Column("DOUBLE", "in the metric's own unit"),
        "input": Column("INTEGER", "input it was read from"),
    },
    ("resource", "metric", "statistic", "time_us"),
)
