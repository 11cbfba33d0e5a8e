"""Queues, topics, subscriptions, streams, tables and buckets: what sends events to functions."""

from __future__ import annotations

from typing import ClassVar

from lambda_triage.evidence.documents.document import Document, Json, told

VISIBILITY_S, RETENTION_S, SIZE = 30, 345_600, 1_048_576  # SQS defaults (API reference, 2026)


class Queue(Document, frozen=True, kw_only=True):
    """GetQueueAttributes."""

    KIND: ClassVar[str] = "queues"

    visibility_s: int | None = told(
        "VisibilityTimeout", terraform="visibility_timeout_seconds", absent=VISIBILITY_S
    )
    retention_s: int | None = told(
        "MessageRetentionPeriod", terraform="message_retention_seconds", absent=RETENTION_S
    )
    wait_s: int | None = told(
        "ReceiveMessageWaitTimeSeconds", terraform="receive_wait_time_seconds", absent=0
    )
    delay_s: int | None = told("DelaySeconds", terraform="delay_seconds", absent=0)
    most_bytes: int | None = told("MaximumMessageSize", terraform="max_message_size", absent=SIZE)
    fifo: bool | None = told("FifoQueue", terraform="fifo_queue", absent=False)
    dead_letter: str | None = told(
        "RedrivePolicy.deadLetterTargetArn", terraform="redrive_policy.deadLetterTargetArn"
    )
    most_receives: int | None = told(
        "RedrivePolicy.maxReceiveCount", terraform="redrive_policy.maxReceiveCount"
    )
    key: str | None = told("KmsMasterKeyId", terraform="kms_master_key_id")
    messages: int | None = told("ApproximateNumberOfMessages")
    in_flight: int | None = told("ApproximateNumberOfMessagesNotVisible")
    created_s: int | None = told("CreatedTimestamp")
    policy: Json = told("Policy", terraform="policy")


class Topic(Document, frozen=True, kw_only=True):
    """GetTopicAttributes."""

    KIND: ClassVar[str] = "topics"

    fifo: bool | None = told("FifoTopic", terraform="fifo_topic", absent=False)
    key: str | None = told("KmsMasterKeyId", terraform="kms_master_key_id")
    policy: Json = told("Policy", terraform="policy")


class Subscription(Document, frozen=True, kw_only=True):
    """GetSubscriptionAttributes, ListSubscriptionsByTopic."""

    KIND: ClassVar[str] = "subscriptions"

    topic: str | None = told("TopicArn", terraform="topic_arn")
    protocol: str | None = told("Protocol", terraform="protocol")
    endpoint: str | None = told("Endpoint", terraform="endpoint")
    filter: Json = told("FilterPolicy", terraform="filter_policy")
    filter_scope: str | None = told(
        "FilterPolicyScope", terraform="filter_policy_scope", absent="MessageAttributes"
    )
    dead_letter: str | None = told(
        "RedrivePolicy.deadLetterTargetArn", terraform="redrive_policy.deadLetterTargetArn"
    )
    raw: bool | None = told("RawMessageDelivery", terraform="raw_message_delivery", absent=False)
    pending: bool | None = told("PendingConfirmation")


class Stream(Document, frozen=True, kw_only=True):
    """Kinesis: DescribeStreamSummary, DescribeStream."""

    KIND: ClassVar[str] = "streams"

    status: str | None = told("StreamStatus")
    shards: int | None = told("OpenShardCount", template="ShardCount", terraform="shard_count")
    retention_h: int | None = told("RetentionPeriodHours", terraform="retention_period", absent=24)
    mode: str | None = told(
        "StreamModeDetails.StreamMode", terraform="stream_mode_details.stream_mode"
    )
    consumers: int | None = told("ConsumerCount")


class Table(Document, frozen=True, kw_only=True):
    """DynamoDB: DescribeTable."""

    KIND: ClassVar[str] = "tables"

    status: str | None = told("TableStatus")
    billing: str | None = told(
        "BillingModeSummary.BillingMode",
        template="BillingMode",
        terraform="billing_mode",
        absent="PROVISIONED",
    )
    read_units: int | None = told(
        "ProvisionedThroughput.ReadCapacityUnits", terraform="read_capacity"
    )
    write_units: int | None = told(
        "ProvisionedThroughput.WriteCapacityUnits", terraform="write_capacity"
    )
    streaming: bool | None = told(
        "StreamSpecification.StreamEnabled", terraform="stream_enabled", absent=False
    )
    view: str | None = told("StreamSpecification.StreamViewType", terraform="stream_view_type")
    stream: str | None = told("LatestStreamArn", template="", terraform="")
    keys: Json = told("KeySchema")
    attributes: Json = told("AttributeDefinitions")
    indexes: Json = told("GlobalSecondaryIndexes")
    replicas: Json = told("Replicas", terraform="replica")


class ScalingTarget(Document, frozen=True, kw_only=True):
    """Application Auto Scaling: DescribeScalableTargets. Its resource is what is scaled."""

    KIND: ClassVar[str] = "scaling_targets"

    target: str | None = told("ResourceId", terraform="resource_id")
    dimension: str | None = told("ScalableDimension", terraform="scalable_dimension")
    least: int | None = told("MinCapacity", terraform="min_capacity")
    most: int | None = told("MaxCapacity", terraform="max_capacity")


class Notification(Document, frozen=True, kw_only=True):
    """S3: GetBucketNotificationConfiguration. Its resource is the bucket."""

    KIND: ClassVar[str] = "notifications"

    functions: Json = told(
        "LambdaFunctionConfigurations",
        template="NotificationConfiguration.LambdaConfigurations",
        terraform="lambda_function",
    )
    queues: Json = told(
        "QueueConfigurations",
        template="NotificationConfiguration.QueueConfigurations",
        terraform="queue",
    )
    topics: Json = told(
        "TopicConfigurations",
        template="NotificationConfiguration.TopicConfigurations",
        terraform="topic",
    )
    bridge: Json = told(
        "EventBridgeConfiguration",
        template="NotificationConfiguration.EventBridgeConfiguration",
        terraform="eventbridge",
    )
