"""FIFO topics and queues where a service takes only standard ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.checks.weighed import SPECIFIC
from lambda_triage.checks.wrapped import wrapped
from lambda_triage.findings import EditCode, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    if signal.captures.get("protocol") == "lambda":
        told = "Subscribe a queue to the FIFO topic, and let the function read the queue"
    elif signal.name == "topic":
        told = "Subscribe an SQS queue: FIFO topics deliver to nothing else"
    else:
        told = "Use a standard queue here, or drop the setting that FIFO queues do not have"
    return (EditCode(told),)


FIFO_REFUSED = signature_check(
    id="deployment/fifo-refused",
    title="A FIFO topic or queue is not supported here",
    severity=Severity.HIGH,
    cause="fifo_unsupported",
    since="0.1",
    messages=(
        message(
            "topic",
            "parameter: Invalid protocol type: ",
            "Invalid protocol type: ",
            "Please use FIFO SQS queue",
            "Topic with FIFO requires",
            pattern=wrapped(
                r"Invalid parameter: Invalid protocol type: (?P<protocol>lambda|sms"
                r"|email|https?|application|firehose)|Please use FIFO SQS queue|Topic "
                r"with FIFO requires a subscription to a FIFO"
            ),
            source="Amazon SNS, Subscribe InvalidParameter for FIFO topics, 2025",
        ),
        message(
            "queue",
            "FIFO SQS queue is not supported",
            "is not supported for FIFO queues",
            "FIFO SQS queues are not supported",
            pattern=wrapped(
                r"FIFO SQS queues? (?:is|are) not supported|is not supported for FIFO "
                r"queues"
            ),
            source="Lambda API, CreateEventSourceMapping; Amazon S3 notifications, 2025",
        ),
    ),
    summary="A FIFO topic or queue is used where the service takes only standard ones",
    fix=_fix,
    weight=SPECIFIC,
    symptom="deployment",
)
