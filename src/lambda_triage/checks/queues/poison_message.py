"""Messages whose receive count shows that they fail every time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import HINT, message, signature_check
from lambda_triage.findings import EditCode, Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(_: Signal, __: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    return (
        EditCode("Put a message that cannot be handled aside, and report only it as failed"),
        Manual(
            "Give the queue a dead-letter queue, and send back what is in it once it is repaired",
            "the queue is not in the evidence",
        ),
    )


def _is_listing(signal: Signal, _: FunctionConfiguration | None) -> bool:
    """Whether it stands outside all invocations: what somebody received to look at it."""
    return signal.invocations == 0


# From the 4th receive on: one or two more happen to good messages when Lambda throttles.
POISON_MESSAGE = signature_check(
    id="queues/poison-message",
    title="A message is received many times",
    severity=Severity.MEDIUM,
    cause="esm_poison_record",
    since="0.1",
    messages=(
        message(
            "count",
            "ApproximateReceiveCount",
            pattern=r"ApproximateReceiveCount[\\\"']{0,4}\s{0,3}[:=]\s{0,3}[\\\"']{0,4}"
            r"(?:[4-9]|[1-9]\d{1,4})(?!\d)",
            source="records of an SQS event as functions log them; Lambda guide, SQS event, 2026",
        ),
    ),
    summary="A message is received for the fourth time or more: it fails whenever it is tried",
    fix=_fix,
    weight=HINT,
    unless=_is_listing,
)
