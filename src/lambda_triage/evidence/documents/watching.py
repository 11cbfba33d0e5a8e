"""Log groups, subscription filters and alarms."""

from __future__ import annotations

from typing import ClassVar

from lambda_triage.evidence.documents.document import Document, Json, told


class LogGroup(Document, frozen=True, kw_only=True):
    """DescribeLogGroups. Its resource is the group's name."""

    KIND: ClassVar[str] = "log_groups"

    retention_d: int | None = told(
        "retentionInDays", template="RetentionInDays", terraform="retention_in_days"
    )
    stored: int | None = told("storedBytes")  # bytes
    key: str | None = told("kmsKeyId", template="KmsKeyId", terraform="kms_key_id")
    group_class: str | None = told(
        "logGroupClass", template="LogGroupClass", terraform="log_group_class", absent="STANDARD"
    )


class LogSubscription(Document, frozen=True, kw_only=True):
    """DescribeSubscriptionFilters. Its resource is the log group's name."""

    KIND: ClassVar[str] = "log_subscriptions"

    title: str | None = told("filterName", template="FilterName", terraform="name")
    pattern: str | None = told(
        "filterPattern", template="FilterPattern", terraform="filter_pattern"
    )
    destination: str | None = told(
        "destinationArn", template="DestinationArn", terraform="destination_arn"
    )


class Alarm(Document, frozen=True, kw_only=True):
    """DescribeAlarms: metric alarms. Its resource is the alarm's ARN or name."""

    KIND: ClassVar[str] = "alarms"

    state: str | None = told("StateValue")
    state_reason: str | None = told("StateReason")
    namespace: str | None = told("Namespace", terraform="namespace")
    metric: str | None = told("MetricName", terraform="metric_name")
    dimensions: Json = told("Dimensions", terraform="dimensions")
    statistic: str | None = told("Statistic|ExtendedStatistic", terraform="statistic")
    period_s: int | None = told("Period", terraform="period")
    periods: int | None = told("EvaluationPeriods", terraform="evaluation_periods")
    to_alarm: int | None = told("DatapointsToAlarm", terraform="datapoints_to_alarm")
    threshold: float | None = told("Threshold", terraform="threshold")
    comparison: str | None = told("ComparisonOperator", terraform="comparison_operator")
    missing: str | None = told("TreatMissingData", terraform="treat_missing_data", absent="missing")
    actions_on: bool | None = told("ActionsEnabled", terraform="actions_enabled", absent=True)
    actions: tuple[str, ...] | None = told("AlarmActions", terraform="alarm_actions", absent=())
    metrics: Json = told("Metrics", terraform="metric_query")
