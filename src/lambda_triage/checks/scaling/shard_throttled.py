"""A Kinesis shard is at its limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.findings import Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    return (
        Manual(
            "Add shards, use enhanced fan-out, or choose a better partition key",
            "the load per shard is not in the evidence",
        ),
    )


SHARD_THROTTLED = signature_check(
    id="scaling/shard-throttled",
    title="A Kinesis shard is at its limit",
    severity=Severity.HIGH,
    cause="kinesis_shard_throttle",
    since="0.1",
    messages=(
        message(
            "shard",
            "Rate exceeded for shard",
            "ReadProvisionedThroughputExceeded",
            "WriteProvisionedThroughputExceeded",
            "ProvisionedThroughputExceeded",
            pattern=r"Rate exceeded for shard \S"
            r"|(?:Read|Write)ProvisionedThroughputExceeded(?:Exception)?\b(?! metric)"
            r"|ProvisionedThroughputExceeded[\s\S]{0,600}?(?:AmazonKinesis|Service: Kinesis"
            r"|(?:PutRecords?|GetRecords) operation|client-kinesis)"
            r"|operation error Kinesis[\s\S]{0,600}?ProvisionedThroughputExceeded",
            source="Kinesis API, ProvisionedThroughputExceededException message, 2026",
        ),
    ),
    summary="A Kinesis shard is read or written faster than it allows.",
    fix=_fix,
    weight=6.0,
)
