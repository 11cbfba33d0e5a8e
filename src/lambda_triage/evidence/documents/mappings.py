"""Event source mappings."""

from __future__ import annotations

from typing import ClassVar

from lambda_triage.evidence.documents.document import Document, Json, told
from lambda_triage.facts.states import meaning


class Mapping(Document, frozen=True, kw_only=True):
    """GetEventSourceMapping, ListEventSourceMappings. Its resource is the mapping's UUID or name.

    function  key of the function it invokes, as in `Case.functions`
    source    ARN or key of the queue, stream, cluster or broker
    """

    KIND: ClassVar[str] = "mappings"

    uuid: str | None = told("UUID")
    function: str | None = told("FunctionArn", template="FunctionName", terraform="function_name")
    qualified: str | None = told("FunctionArn", template="FunctionName", terraform="function_name")
    source: str | None = told("EventSourceArn", terraform="event_source_arn")
    state: str | None = told("State")
    enabled: bool | None = told("Enabled", terraform="enabled")  # templates only
    reason: str | None = told("StateTransitionReason")
    last_result: str | None = told("LastProcessingResult")
    modified: str | None = told("LastModified")
    batch_size: int | None = told("BatchSize", terraform="batch_size")
    window_s: int | None = told(
        "MaximumBatchingWindowInSeconds", terraform="maximum_batching_window_in_seconds", absent=0
    )
    parallelization: int | None = told(
        "ParallelizationFactor", terraform="parallelization_factor", absent=1
    )
    most_concurrent: int | None = told(
        "ScalingConfig.MaximumConcurrency", terraform="scaling_config.maximum_concurrency"
    )
    retries: int | None = told("MaximumRetryAttempts", terraform="maximum_retry_attempts")
    age_s: int | None = told("MaximumRecordAgeInSeconds", terraform="maximum_record_age_in_seconds")
    bisect: bool | None = told(
        "BisectBatchOnFunctionError", terraform="bisect_batch_on_function_error", absent=False
    )
    on_failure: str | None = told(
        "DestinationConfig.OnFailure.Destination",
        terraform="destination_config.on_failure.destination_arn",
    )
    filters: Json = told("FilterCriteria", terraform="filter_criteria")
    response_types: tuple[str, ...] | None = told(
        "FunctionResponseTypes", terraform="function_response_types", absent=()
    )
    tumbling_s: int | None = told(
        "TumblingWindowInSeconds", terraform="tumbling_window_in_seconds", absent=0
    )
    starting: str | None = told("StartingPosition", terraform="starting_position")
    topics: tuple[str, ...] | None = told("Topics", terraform="topics")
    queues: tuple[str, ...] | None = told("Queues", terraform="queues")
    brokers: Json = told("SelfManagedEventSource", terraform="self_managed_event_source")
    access: Json = told("SourceAccessConfigurations", terraform="source_access_configuration")
    pollers: Json = told("ProvisionedPollerConfig", terraform="provisioned_poller_config")
    registry: Json = told(
        "AmazonManagedKafkaEventSourceConfig.SchemaRegistryConfig"
        "|SelfManagedKafkaEventSourceConfig.SchemaRegistryConfig"
    )
    document_db: Json = told("DocumentDBEventSourceConfig")

    @property
    def service(self) -> str | None:
        """sqs, kinesis, dynamodb, kafka, mq, rds (DocumentDB) …; None when unknown."""
        if self.brokers:
            return "kafka"
        if not self.source:
            return None
        if self.source.startswith("arn:"):
            return self.source.split(":")[2]
        return None

    @property
    def is_on(self) -> bool | None:
        """Whether it polls; None when nothing tells."""
        if self.state is not None:
            told = meaning(self.KIND, "State", self.state)
            return None if told is None else told in ("on", "changing")
        return self.enabled
