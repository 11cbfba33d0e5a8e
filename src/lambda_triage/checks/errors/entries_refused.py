"""Batch calls whose answer says that entries were refused, and that nobody read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import HINT, message, signature_check
from lambda_triage.findings import EditCode, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

CALLS = {
    "FailedEntryCount": "PutEvents",
    "FailedRecordCount": "PutRecords",
    "FailedPutCount": "PutRecordBatch",
    "UnprocessedItems": "BatchWriteItem",
    "UnprocessedKeys": "BatchGetItem",
}


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    field = signal.captures.get("field", "")
    call = CALLS.get(field, "the call")
    return (
        EditCode(
            f"Read {field} in the answer of {call}, send the entries that carry an ErrorCode (or"
            " are listed as unprocessed) again with back-off, and raise when some are left"
        ),
    )


ENTRIES_REFUSED = signature_check(
    id="errors/entries-refused",
    title="Entries of a batch call were refused",
    severity=Severity.MEDIUM,
    cause="downstream_throttling",
    since="0.1",
    messages=(
        message(
            "count",
            "FailedEntryCount",
            "FailedRecordCount",
            "FailedPutCount",
            pattern=r"\b(?P<field>Failed(?:Entry|Record|Put)Count)\b[\"'\\]{0,3}\s{0,3}[:=]\s{0,3}"
            r"[\"'\\]{0,3}[1-9]",
            source="EventBridge PutEvents, Kinesis PutRecords, Firehose PutRecordBatch: API"
            " references, 2026",
        ),
        message(
            "left",
            "UnprocessedItems",
            "UnprocessedKeys",
            pattern=r"\b(?P<field>Unprocessed(?:Items|Keys))\b[\"'\\]{0,3}\s{0,3}[:=]\s{0,3}"
            r"\{\s{0,20}[\"'\\]{0,3}[\w.-]",
            source="DynamoDB BatchWriteItem, BatchGetItem: API reference, 2026",
        ),
    ),
    summary="A batch call succeeded and refused some of its entries: {field} in its answer",
    fix=_fix,
    weight=HINT,
)
