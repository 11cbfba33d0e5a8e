"""Step Functions state machines and durable executions."""

from __future__ import annotations

from typing import ClassVar

from lambda_triage.evidence.documents.document import Document, Json, told


class StateMachine(Document, frozen=True, kw_only=True):
    """DescribeStateMachine. `definition` is the ASL as an object."""

    KIND: ClassVar[str] = "state_machines"

    type: str | None = told(
        "type", template="StateMachineType|Type", terraform="type", absent="STANDARD"
    )
    definition: Json = told(
        "definition", template="Definition|DefinitionString", terraform="definition"
    )
    role: str | None = told("roleArn", template="RoleArn|Role", terraform="role_arn")
    log_level: str | None = told(
        "loggingConfiguration.level",
        template="LoggingConfiguration.Level|Logging.Level",
        terraform="logging_configuration.level",
        absent="OFF",
    )
    log_data: bool | None = told(
        "loggingConfiguration.includeExecutionData",
        template="LoggingConfiguration.IncludeExecutionData|Logging.IncludeExecutionData",
        terraform="logging_configuration.include_execution_data",
    )
    tracing: bool | None = told(
        "tracingConfiguration.enabled",
        template="TracingConfiguration.Enabled|Tracing.Enabled",
        terraform="tracing_configuration.enabled",
        absent=False,
    )


class Execution(Document, frozen=True, kw_only=True):
    """DescribeExecution, ListExecutions: one execution. Its resource is the execution's ARN."""

    KIND: ClassVar[str] = "executions"

    machine: str | None = told("stateMachineArn")
    status: str | None = told("status")
    error: str | None = told("error")
    cause: str | None = told("cause")
    start: str | None = told("startDate")
    end: str | None = told("stopDate")


class History(Document, frozen=True, kw_only=True):
    """GetExecutionHistory: the events of one execution, oldest first."""

    KIND: ClassVar[str] = "histories"

    events: Json = told("events")

    @property
    def succeeded(self) -> bool:
        """Whether the execution succeeded in the end: what failed on the way was taken up."""
        events = self.events if isinstance(self.events, list) else []
        kinds = [e.get("type") for e in events if isinstance(e, dict)]
        return "ExecutionSucceeded" in kinds


class DurableExecution(Document, frozen=True, kw_only=True):
    """GetDurableExecution, ListDurableExecutionsByFunction. Its resource is the function."""

    KIND: ClassVar[str] = "durable_executions"

    arn: str | None = told("DurableExecutionArn")
    title: str | None = told("DurableExecutionName")
    status: str | None = told("Status")
    error_type: str | None = told("Error.ErrorType")
    error: str | None = told("Error.ErrorMessage")
    start: str | None = told("StartTimestamp")
    end: str | None = told("EndTimestamp")

    @property
    def thing(self) -> str:
        """The execution: its resource has many."""
        return self.arn or self.resource


class DurableHistory(Document, frozen=True, kw_only=True):
    """GetDurableExecutionHistory: the events of one durable execution."""

    KIND: ClassVar[str] = "durable_histories"

    events: Json = told("Events")
