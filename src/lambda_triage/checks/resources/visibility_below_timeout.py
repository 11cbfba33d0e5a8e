"""Queues that show a message again before the function may have finished with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.checks.weighed import SPECIFIC
from lambda_triage.checks.wrapped import wrapped
from lambda_triage.findings import Command, Remedy, SetProperty, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

FACTOR = 6  # visibility over function time-out (AWS Lambda guide, 'Using Lambda with SQS', 2026)
MOST_S = 43_200  # longest visibility time-out, 12 hours (SQS API reference, 2026)


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    limit = int(signal.captures.get("function_s") or 0)
    seconds = min(FACTOR * limit, MOST_S)
    queue = ("--queue-url", "<queue url>", "--attributes", f"VisibilityTimeout={seconds}")
    raised = Command(
        ("aws", "sqs", "set-queue-attributes", *queue),
        f"Raise the queue's visibility time-out to {FACTOR} × {limit} s, in the template, too",
    )
    visible = int(signal.captures.get("visible_s") or 0)
    if not visible:
        return (raised,)
    told = "Or lower the function's time-out, if its batches are done sooner"
    return (raised, SetProperty("Timeout", visible, told))


VISIBILITY_BELOW_TIMEOUT = signature_check(
    id="resources/visibility-below-timeout",
    title="The queue's visibility time-out is below the function's time-out",
    severity=Severity.HIGH,
    cause="sqs_visibility_timeout",
    since="0.1",
    messages=(
        message(
            "mapping",
            "Queue visibility",
            pattern=wrapped(
                r"Queue visibility timeout: (?P<visible_s>\d{1,5}) seconds is less than"
                r" Function timeout: (?P<function_s>\d{1,5}) seconds"
            ),
            source="Lambda API, CreateEventSourceMapping InvalidParameterValueException, 2026",
        ),
    ),
    summary="The queue hides a message for {visible_s} s, the function may take {function_s} s",
    fix=_fix,
    weight=SPECIFIC,
    symptom="deployment",
)
