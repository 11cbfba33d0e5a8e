"""Conditional writes that DynamoDB refused, and that nothing caught."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import STRONG, message, signature_check
from lambda_triage.findings import EditCode, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    return (
        EditCode(
            "Catch the refusal and decide what it means: the item is there already (an event that"
            " came twice: answer as the first time), or another writer was faster (read again, and"
            " retry a few times)"
        ),
    )


CONDITION_FAILED = signature_check(
    id="downstream/condition-failed",
    title="A conditional write is refused, and nothing catches it",
    severity=Severity.MEDIUM,
    cause="app_code_error",
    since="0.1",
    messages=(
        message(
            "write",
            "ConditionalCheckFailedException",
            "The conditional request failed",
            pattern=r"\bConditionalCheckFailedException\b|The conditional request failed"
            r"(?:[^\n]{0,80}when calling the (?P<call>\w{1,40}) operation)?",
            source="DynamoDB API reference, PutItem, ConditionalCheckFailedException, 2026",
        ),
        message(
            "transaction",
            "Transaction cancelled, please refer cancellation reasons",
            pattern=r"Transaction cancelled, please refer cancellation reasons for specific reasons"
            r" \[[^\]\n]{0,200}ConditionalCheckFailed",
            source="DynamoDB API reference, TransactWriteItems, cancellation reasons, 2026",
        ),
    ),
    summary="DynamoDB refuses a write whose condition does not hold, and the invocation fails",
    fix=_fix,
    weight=STRONG,
    unless=lambda signal, _: not signal.failed,
)
