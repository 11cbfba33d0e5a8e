"""Buckets for packages that a deployment lacks, or that lie in another Region."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.checks.weighed import SPECIFIC
from lambda_triage.checks.wrapped import wrapped
from lambda_triage.findings import Command, Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    if signal.name == "unset":
        argv = ("sam", "deploy", "--resolve-s3")
        return (Command(argv, "Let SAM make and use a bucket of its own, or name one"),)
    if signal.name == "region":
        where = signal.captures.get("region") or "another Region"
        told = f"Upload the package to a bucket in the function's Region: this one is in {where}"
        return (Manual(told, "the function's Region is its owner's choice"),)
    told = "Create the bucket, or correct its name and Region in the tool's configuration"
    return (Manual(told, "whether the bucket was deleted on purpose is not in the evidence"),)


ARTIFACT_BUCKET = signature_check(
    id="deployment/artifact-bucket",
    title="The bucket for the deployment package is missing or in another Region",
    severity=Severity.HIGH,
    cause="artifact_bucket_missing",
    since="0.1",
    messages=(
        message(
            "unset",
            "S3 Bucket not specified",
            "--resolve-s3 and --s3-bucket",
            "must be deployed via an S3",
            pattern=wrapped(
                r"S3 Bucket not specified, use|Cannot (?:use both|skip both) "
                r"--resolve-s3 and --s3-bucket|Templates with a size greater than "
                r"[\d,]{1,12} bytes must be deployed via an S3"
            ),
            source="aws-sam-cli and aws-cli package and deploy exceptions, 2025",
        ),
        message(
            "gone",
            "Could not locate deployment bucket",
            "S3 Bucket does not exist",
            "DEPLOYMENT_BUCKET_NOT_FOUND",
            pattern=(
                r"Could not locate deployment bucket|S3 Bucket does not exist"
                r"|DEPLOYMENT_BUCKET_NOT_FOUND"
            ),
            source="serverless ensure-valid-bucket-exists.js; aws-sam-cli NoSuchBucketError, 2025",
        ),
        message(
            "region",
            "GetObject. S3 Error Code: PermanentRedirect",
            "The bucket is in this region: ",
            "Deployment bucket is not in the same region",
            "Error Code: PermanentRedirect",
            "S3 Error Code: AuthorizationHeaderMalformed",
            pattern=wrapped(
                r"occurred while GetObject\. S3 Error Code: (?:PermanentRedirect"
                r"|AuthorizationHeaderMalformed)(?:[\s\S]{0,80}?The bucket is in this "
                r"region: (?P<region>[a-z]{2}(?:-[a-z]{2,10}){1,3}-\d))?|Deployment "
                r"bucket is not in the same region"
            ),
            source="Lambda guide, 'Troubleshoot deployment issues', 2026; serverless, 2025",
        ),
    ),
    summary="The bucket that the deployment takes its package from is missing or in another Region",
    fix=_fix,
    weight=SPECIFIC,
    symptom="deployment",
)
