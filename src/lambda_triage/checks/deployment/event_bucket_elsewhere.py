"""S3 events of a SAM template whose bucket is declared elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.checks.weighed import SPECIFIC
from lambda_triage.checks.wrapped import wrapped
from lambda_triage.findings import EditCode, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(_: Signal, __: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    told = (
        "Declare the bucket in this template, or let it send its events to EventBridge and use an"
        " EventBridgeRule event"
    )
    return (EditCode(told),)


EVENT_BUCKET_ELSEWHERE = signature_check(
    id="deployment/event-bucket-elsewhere",
    title="The bucket of an S3 event is not in the template",
    severity=Severity.HIGH,
    cause="event_bucket_outside_template",
    since="0.1",
    messages=(
        message(
            "bucket",
            "S3 events must reference an",
            "must reference an S3 bucket",
            pattern=wrapped(
                r"(?:Resource with id \[(?P<resource>\w{1,255})\] is invalid\. Event "
                r"with id \[(?P<event>\w{1,255})\] is invalid\. )?S3 events must "
                r"reference an S3 bucket in the same template"
            ),
            source="serverless-application-model samtranslator/model/eventsources/push.py, 2025",
        ),
    ),
    summary="An S3 event of the SAM template refers to a bucket that the template does not declare",
    fix=_fix,
    weight=SPECIFIC,
    symptom="deployment",
)
