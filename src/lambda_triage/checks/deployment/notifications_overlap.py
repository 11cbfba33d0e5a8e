"""Bucket notifications that overlap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.checks.weighed import SPECIFIC
from lambda_triage.checks.wrapped import wrapped
from lambda_triage.findings import Command, EditCode, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(_: Signal, __: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    argv = ("aws", "s3api", "get-bucket-notification-configuration", "--bucket", "<bucket>")
    told = (
        "Give each notification a prefix or suffix of its own; for several receivers of one event"
        " use one topic, or EventBridge"
    )
    return (Command(argv, "See which notifications the bucket has already"), EditCode(told))


NOTIFICATIONS_OVERLAP = signature_check(
    id="deployment/notifications-overlap",
    title="Two notifications of a bucket overlap",
    severity=Severity.HIGH,
    cause="notification_overlap",
    since="0.1",
    messages=(
        message(
            "overlap",
            "Configurations overlap",
            "Configuration is ambiguously",
            "cannot share a common event type",
            "Cannot have overlapping suffixes",
            pattern=wrapped(
                r"Configurations overlap\. |Configuration is ambiguously defined\. "
                r"|cannot share a common event type"
            ),
            source="Amazon S3, PutBucketNotificationConfiguration InvalidArgument, 2026",
        ),
    ),
    summary="Two notifications of the bucket would take the same event of the same object",
    fix=_fix,
    weight=SPECIFIC,
    symptom="deployment",
)
