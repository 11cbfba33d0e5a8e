"""EventBridge rules and their targets, schedules and pipes."""

from __future__ import annotations

from typing import ClassVar

from lambda_triage.evidence.documents.document import Document, Json, told


class Rule(Document, frozen=True, kw_only=True):
    """DescribeRule, ListRules."""

    KIND: ClassVar[str] = "rules"

    state: str | None = told("State", terraform="state", absent="ENABLED")
    pattern: Json = told("EventPattern", terraform="event_pattern")
    schedule: str | None = told("ScheduleExpression", terraform="schedule_expression")
    bus: str | None = told("EventBusName", terraform="event_bus_name", absent="default")
    role: str | None = told("RoleArn", terraform="role_arn")


class Target(Document, frozen=True, kw_only=True):
    """ListTargetsByRule: one target. Its resource is the target's own ARN.

    rule  key of the rule, where the file's name or the template tells it
    """

    KIND: ClassVar[str] = "targets"

    id: str | None = told("Id", terraform="target_id")
    rule: str | None = told("Rule", terraform="rule")
    arn: str | None = told("Arn", terraform="arn")
    role: str | None = told("RoleArn", terraform="role_arn")
    dead_letter: str | None = told("DeadLetterConfig.Arn", terraform="dead_letter_config.arn")
    retries: int | None = told(
        "RetryPolicy.MaximumRetryAttempts",
        terraform="retry_policy.maximum_retry_attempts",
        absent=185,
    )
    age_s: int | None = told(
        "RetryPolicy.MaximumEventAgeInSeconds",
        terraform="retry_policy.maximum_event_age_in_seconds",
        absent=86_400,
    )
    transformer: Json = told("InputTransformer|Input|InputPath", terraform="input_transformer")


class Schedule(Document, frozen=True, kw_only=True):
    """EventBridge Scheduler: GetSchedule."""

    KIND: ClassVar[str] = "schedules"

    state: str | None = told("State", terraform="state", absent="ENABLED")
    expression: str | None = told("ScheduleExpression", terraform="schedule_expression")
    zone: str | None = told(
        "ScheduleExpressionTimezone", terraform="schedule_expression_timezone", absent="UTC"
    )
    start: str | None = told("StartDate", terraform="start_date")
    end: str | None = told("EndDate", terraform="end_date")
    window: str | None = told(
        "FlexibleTimeWindow.Mode", terraform="flexible_time_window.mode", absent="OFF"
    )
    arn: str | None = told("Target.Arn", terraform="target.arn")
    role: str | None = told("Target.RoleArn", terraform="target.role_arn")
    dead_letter: str | None = told(
        "Target.DeadLetterConfig.Arn", terraform="target.dead_letter_config.arn"
    )
    after: str | None = told(
        "ActionAfterCompletion", terraform="action_after_completion", absent="NONE"
    )
    created: str | None = told("CreationDate")


class Pipe(Document, frozen=True, kw_only=True):
    """EventBridge Pipes: DescribePipe."""

    KIND: ClassVar[str] = "pipes"

    state: str | None = told("CurrentState")
    desired: str | None = told("DesiredState", terraform="desired_state", absent="RUNNING")
    reason: str | None = told("StateReason")
    source: str | None = told("Source", terraform="source")
    target: str | None = told("Target", terraform="target")
    role: str | None = told("RoleArn", terraform="role_arn")
    enrichment: str | None = told("Enrichment", terraform="enrichment")
    filters: Json = told(
        "SourceParameters.FilterCriteria", terraform="source_parameters.filter_criteria"
    )
    parameters: Json = told("SourceParameters")


class Archive(Document, frozen=True, kw_only=True):
    """EventBridge: DescribeArchive, ListArchives."""

    KIND: ClassVar[str] = "archives"

    state: str | None = told("State")
    retention_d: int | None = told("RetentionDays", terraform="retention_days", absent=0)
    pattern: Json = told("EventPattern", terraform="event_pattern")
    reason: str | None = told("StateReason")


class SampleEvent(Document, frozen=True, kw_only=True):
    """An event at hand: of EventBridge, of a queue, a topic, a stream, a bucket or an API.

    resource  what it came from: ARN or name of the bus, queue, topic, stream or bucket
    carrier   what carries it, as `sources.samples` names it
    record    the event or record as a filter sees it
    """

    KIND: ClassVar[str] = "samples"

    carrier: str | None = None
    record: Json = None
