"""Buckets that a deployment cannot delete because they hold objects."""

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
    empty = ("aws", "s3", "rm", "s3://<bucket>", "--recursive")
    keep = "Or keep it: DeletionPolicy Retain, or force_destroy where its content may go"
    risk = "deletes the objects for good; versions have to be deleted as well"
    return (Command(empty, "Empty the bucket, then repeat the deletion", risk), EditCode(keep))


BUCKET_NOT_EMPTY = signature_check(
    id="deployment/bucket-not-empty",
    title="A bucket cannot be deleted: it is not empty",
    severity=Severity.MEDIUM,
    cause="bucket_not_empty",
    since="0.1",
    messages=(
        message(
            "bucket",
            "bucket you tried to delete",
            "BucketNotEmpty",
            "BUCKET_EMPTINESS_VALIDATION",
            pattern=wrapped(
                r"The bucket you tried to delete is not empty"
                r"|\bBucketNotEmpty\b(?![\s\S]{0,200}you tried to delete)"
                r"|BUCKET_EMPTINESS_VALIDATION"
            ),
            source="Amazon S3 error codes, DeleteBucket, 2026",
        ),
    ),
    summary="A bucket of the stack cannot be deleted while it holds objects or versions",
    fix=_fix,
    weight=SPECIFIC,
    symptom="deployment",
)
