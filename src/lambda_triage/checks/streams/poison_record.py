"""Records of a stream that were given up after all retries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import STRONG, message, signature_check
from lambda_triage.findings import EditCode, Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(_: Signal, __: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    return (
        EditCode("Report the record that failed (batchItemFailures) instead of the whole batch"),
        Manual(
            "Set BisectBatchOnFunctionError, MaximumRetryAttempts, MaximumRecordAgeInSeconds and"
            " an on-failure destination on the mapping",
            "the event source mapping is not in the evidence",
        ),
    )


POISON_RECORD = signature_check(
    id="streams/poison-record",
    title="A record fails until it is given up",
    severity=Severity.HIGH,
    cause="esm_poison_record",
    since="0.1",
    messages=(
        message(
            "destination",
            "KinesisBatchInfo",
            "DDBStreamBatchInfo",
            pattern=r"(?:RetryAttemptsExhausted|RetriesExhausted|RecordAgeExceeded|EventAgeExceeded)"
            r"[\s\S]{0,2000}?(?:KinesisBatchInfo|DDBStreamBatchInfo)"
            r"|(?:KinesisBatchInfo|DDBStreamBatchInfo)[\s\S]{0,2000}?(?:RetryAttemptsExhausted"
            r"|RetriesExhausted|RecordAgeExceeded|EventAgeExceeded)",
            source="invocation record of a stream's on-failure destination, Lambda guide, 2026",
        ),
    ),
    summary="Records of a stream failed until Lambda gave them up",
    fix=_fix,
    weight=STRONG,
    symptom="stream",
)
