"""A called service limits the rate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import DECISIVE, message, signature_check
from lambda_triage.findings import EditCode, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    return (
        EditCode(
            "Retry with exponential back-off and jitter, and call less: batch, cache, slow down"
        ),
    )


# Whole events that tell of Lambda's own limit, or of parameters: those have checks of their own.
NOT_HERE = (
    r"\A(?![\s\S]{0,3000}?(?:AWSLambda\b|Service: Lambda\b|Lambda\.TooManyRequests|Rate Exceeded"
    r"|operation error Lambda|calling the Invoke(?:Async)? operation"
    r"|GetParameter|GetSecretValue|DescribeParameters|client-ssm|client-secrets-manager"
    r"|AWSSimpleSystemsManagement|AWSSecretsManager"
    r"|Service: (?:Ssm|SecretsManager)\b"
    r"|Rate exceeded for shard|AmazonKinesis|Service: Kinesis|operation error Kinesis"
    r"|(?:PutRecords?|GetRecords) operation|client-kinesis))[\s\S]*?"
)

DOWNSTREAM_THROTTLED = signature_check(
    id="scaling/downstream-throttled",
    title="A called service limits the rate",
    severity=Severity.HIGH,
    cause="downstream_throttling",
    since="0.1",
    messages=(
        message(
            "dynamodb",
            "ProvisionedThroughputExceeded",
            "configured provisioned throughput for",
            "Throughput exceeds the current capacity",
            pattern=NOT_HERE + r"(?<!Read)(?<!Write)(?:ProvisionedThroughputExceeded"
            r"|configured provisioned throughput for|Throughput exceeds the current capacity)",
            source="botocore dynamodb service model; DynamoDB guide, throttling, 2026",
        ),
        message(
            "aws",
            "ThrottlingException",
            "RequestLimitExceeded",
            "ThrottledException",
            "Throttling: Rate exceeded",
            "(Throttling)",
            "SlowDown",
            "Please reduce your request rate",
            "RequestThrottled",
            "PriorRequestNotComplete",
            "EC2ThrottledException",
            "TooManyRequestsException",
            "Maximum sending rate exceeded",
            pattern=NOT_HERE + r"(?:(?<!\w)(?:ThrottlingException|RequestLimitExceeded"
            r"|(?:EC2)?ThrottledException|Throttling: Rate exceeded|SlowDown"
            r"|RequestThrottled(?:Exception)?|PriorRequestNotComplete"
            r"|TooManyRequestsException)(?!\w)|An error occurred \(Throttling\)"
            r"|Please reduce your request rate|Maximum sending rate exceeded)",
            source="AWS common errors, S3 error responses, service models, 2026",
        ),
        message(
            "http",
            "429 Too Many Requests",
            "tatus code 429",
            "429 Client Error",
            "HTTP Error 429",
            "esponse code 429",
            "StatusCode: 429",
            "TooManyRequestsError",
            pattern=NOT_HERE + r"(?:429 Too Many Requests|[Ss]tatus code 429|429 Client Error"
            r"|HTTP Error 429|[Rr]esponse code 429|StatusCode: 429\b|TooManyRequestsError)",
            source="RFC 6585; requests, urllib, axios, got, Go, .NET and SDK wording, 2025",
        ),
        message(
            "api",
            "Rate limit reached for",
            "RateLimitError",
            "rate_limit_exceeded",
            "rateLimitExceeded",
            "API rate limit exceeded",
            "RESOURCE_EXHAUSTED",
            "Quota exceeded for quota metric",
            "es_rejected_execution_exception",
            pattern=r"Rate limit reached for|\bRateLimitError\b|rate_limit_exceeded"
            r"|[rR]ateLimitExceeded\b|API rate limit exceeded|\bRESOURCE_EXHAUSTED\b"
            r"|Quota exceeded for quota metric|es_rejected_execution_exception",
            source="OpenAI, GitHub, Google API error codes; OpenSearch rejections, 2025",
        ),
    ),
    summary="A service that the function calls limits its rate.",
    fix=_fix,
    weight=DECISIVE,
)
