"""Which CloudWatch metrics tell something of a kind of resource, and by which statistics.

`Metric Statistic …`, one line each. A metric that counts has its Sum and nothing else, since
readers add up what there is; sources: the services' guides, monitoring with CloudWatch, 2026.
"""

from __future__ import annotations

FUNCTION = (
    "Invocations Sum", "Errors Sum", "Throttles Sum",
    "Duration Average p50 p90 p95 p99 Maximum", "PostRuntimeExtensionsDuration Average p95",
    "ConcurrentExecutions Maximum", "IteratorAge Maximum", "OffsetLag Maximum",
    "DeadLetterErrors Sum", "DestinationDeliveryFailures Sum", "RecursiveInvocationsDropped Sum",
    "AsyncEventsReceived Sum", "AsyncEventsDropped Sum", "AsyncEventAge Maximum",
)  # fmt: skip
ACCOUNT = ("ClaimedAccountConcurrency Maximum", "UnreservedConcurrentExecutions Maximum")
EVERYBODY = ("ConcurrentExecutions Maximum",)  # of all functions: without a dimension
PROVISIONED = (
    "ProvisionedConcurrentExecutions Maximum", "ProvisionedConcurrencyInvocations Sum",
    "ProvisionedConcurrencySpilloverInvocations Sum", "ProvisionedConcurrencyUtilization Average",
)  # fmt: skip
URL = ("UrlRequestCount Sum", "Url4xxCount Sum", "Url5xxCount Sum", "UrlRequestLatency p90")
MAPPING = (
    "PolledEventCount Sum", "FilteredOutEventCount Sum", "InvokedEventCount Sum",
    "FailedInvokeEventCount Sum", "DroppedEventCount Sum",
    "OnFailureDestinationDeliveredEventCount Sum", "DeletedEventCount Sum",
)  # fmt: skip
INSIGHTS = ("cpu_total_time Average", "memory_utilization Maximum", "used_memory_max Maximum")
GROUP = ("IncomingBytes Sum", "EMFParsingErrors Sum", "EMFValidationErrors Sum")

QUEUE = (
    "ApproximateAgeOfOldestMessage Maximum", "ApproximateNumberOfMessagesVisible Maximum",
    "ApproximateNumberOfMessagesNotVisible Maximum", "NumberOfMessagesSent Sum",
    "NumberOfMessagesReceived Sum", "NumberOfMessagesDeleted Sum", "NumberOfEmptyReceives Sum",
)  # fmt: skip
FIFO = ("ApproximateNumberOfGroupsWithInflightMessages Maximum",)
STREAM = (
    "IncomingRecords Sum", "IncomingBytes Sum", "GetRecords.Records Sum",
    "GetRecords.IteratorAgeMilliseconds Maximum", "PutRecords.SuccessfulRecords Sum",
    "ReadProvisionedThroughputExceeded Sum", "WriteProvisionedThroughputExceeded Sum",
)  # fmt: skip
SHARD = ("IncomingRecords Sum", "IncomingBytes Sum", "IteratorAgeMilliseconds Maximum")
TABLE = ("ReadThrottleEvents Sum", "WriteThrottleEvents Sum")
OPERATION = ("ThrottledRequests Sum", "SuccessfulRequestLatency Average")
OPERATIONS = ("GetItem", "PutItem", "UpdateItem", "Query")  # of a table, with metrics of their own
TABLE_STREAM = ("ReturnedRecordsCount Sum",)
BROKER = ("MessagesInPerSec Sum",)
CONSUMER = ("MaxOffsetLag Maximum", "SumOffsetLag Maximum")

TOPIC = (
    "NumberOfMessagesPublished Sum", "NumberOfNotificationsDelivered Sum",
    "NumberOfNotificationsFailed Sum", "NumberOfNotificationsFilteredOut Sum",
    "NumberOfNotificationsFilteredOut-NoMessageAttributes Sum",
    "NumberOfNotificationsFailedToRedriveToDlq Sum",
)  # fmt: skip
RULE = (
    "TriggeredRules Sum", "MatchedEvents Sum", "Invocations Sum", "FailedInvocations Sum",
    "ThrottledRules Sum", "InvocationsSentToDlq Sum", "InvocationsFailedToBeSentToDlq Sum",
)  # fmt: skip
BUS = ("MatchedEvents Sum",)
PUT = ("PutEventsApproximateSuccessCount Sum", "PutEventsEntriesCount Sum")
SCHEDULES = (
    "InvocationAttemptCount Sum", "TargetErrorCount Sum", "TargetErrorThrottledCount Sum",
    "InvocationThrottleCount Sum", "InvocationDroppedCount Sum",
    "InvocationsFailedToBeSentToDeadLetterCount Sum",
)  # fmt: skip
PIPE = ("ExecutionFailed Sum", "ExecutionTimeout Sum", "TargetStageFailed Sum")
WORKFLOW = (
    "ExecutionsStarted Sum", "ExecutionsSucceeded Sum", "ExecutionsFailed Sum",
    "ExecutionsTimedOut Sum", "ExecutionsAborted Sum", "ExecutionThrottled Sum",
)  # fmt: skip
BUCKET = ("PutRequests Sum", "PostRequests Sum")  # where the bucket has request metrics

REST = ("5XXError Sum", "4XXError Sum", "Count SampleCount", "Latency p90",
        "IntegrationLatency p90")  # fmt: skip
HTTP = ("5xx Sum", "4xx Sum", "Count SampleCount", "Latency p90", "IntegrationLatency p90")
WEBSOCKET = ("ConnectCount Sum", "MessageCount Sum", "IntegrationError Sum", "ClientError Sum",
             "ExecutionError Sum")  # fmt: skip
TARGET_GROUP = ("LambdaUserError Sum", "LambdaInternalError Sum")
BALANCED = ("HTTPCode_Target_5XX_Count Sum", "RequestCount Sum")

NAT = ("ErrorPortAllocation Sum", "PacketsDropCount Sum", "PacketsInFromSource Sum",
       "PacketsInFromDestination Sum", "BytesInFromDestination Sum",
       "BytesOutToDestination Sum", "ActiveConnectionCount Maximum")  # fmt: skip
DATABASE = (
    "DatabaseConnections Maximum", "CPUUtilization Average", "ReadLatency Average",
    "WriteLatency Average", "DiskQueueDepth Average", "CommitLatency Average",
    "SelectLatency Average", "DMLLatency Average", "DBLoad Average",
)  # fmt: skip
PROXY = ("DatabaseConnections Maximum", "ClientConnections Maximum",
         "DatabaseConnectionsBorrowLatency Average")  # fmt: skip
CACHE = ("CPUUtilization Average", "EngineCPUUtilization Average",
         "SuccessfulReadRequestLatency Average")  # fmt: skip
SEARCH = ("CPUUtilization Average", "SearchLatency Average", "IndexingLatency Average",
          "ThreadpoolSearchRejected Sum", "ThreadpoolWriteRejected Sum")  # fmt: skip
MODEL = ("InvocationThrottles Sum",)
