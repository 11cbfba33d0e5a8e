"""Deployments that were refused because the code is larger than Lambda takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.checks.told_once import told_once
from lambda_triage.findings import FixPackage, Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

CODE = r"(?:CreateFunction|UpdateFunctionCode|PublishLayerVersion)"


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    if signal.name == "upload":
        told = "Upload the archive to S3 and deploy from there: direct upload takes 50 MB at most"
        return (FixPackage("shrink", "the archive", told),)
    if signal.name == "edge":
        # 50 MB for every event (CloudFront quotas, 2026); viewer events took 1 MB before.
        told = "Bundle and minify, until it fits what CloudFront names as the most it takes"
        return (FixPackage("shrink", "the Lambda@Edge package", told),)
    told = "Leave out tests, caches, SDKs that the runtime brings, and unused dependencies"
    image = Manual(
        "Move to a container image, which may hold 10 GB uncompressed",
        "the build has to be changed by its owner",
    )
    small = FixPackage("shrink", "the package and its layers together", told)
    return (small,) if signal.name == "image" else (small, image)


MESSAGES = (
    message(
        "unzipped",
        "Unzipped size must be smaller than",
        "combined with layers exceeds the maximum allowed size",
        pattern=r"(?:Unzipped size must be smaller than"
        r"|combined with layers exceeds the maximum allowed size of) (?P<limit>\d+) bytes",
        source="Lambda API, InvalidParameterValueException; AWS Lambda quotas, 2025",
    ),
    message(
        "upload",
        "RequestEntityTooLarge",
        "Request must be smaller than ",
        pattern=rf"RequestEntityTooLarge\w*\)? when calling the {CODE}"
        rf"|Request must be smaller than (?P<limit>\d+) bytes for the {CODE}"
        rf"|{CODE}[^\n]{{0,300}}(?:RequestEntityTooLarge|StatusCode: 413)"
        rf"|RequestEntityTooLarge[^\n]{{0,300}}{CODE}",
        source="Lambda API, RequestEntityTooLargeException of code uploads, 2025",
    ),
    message(
        "image",
        "container image size exceeds",
        pattern=r"container image size exceeds (?P<limit>[\d.]+ Gi?B)",
        source="Lambda function state InvalidImage, SizeLimitExceeded, 2023",
    ),
    message(
        "edge",
        "larger than the maximum allowed size for functions that are triggered by",
        pattern=r"function code size is larger than the maximum allowed size for functions"
        r"[^\n]{0,200}?Max allowed: (?P<limit>\d+)",
        source="CloudFront API, InvalidLambdaFunctionAssociation, 2025",
    ),
)

CODE_TOO_LARGE = told_once(
    signature_check(
        id="packaging/code-too-large",
        title="The deployment package is too large",
        severity=Severity.HIGH,
        cause="package_too_large",
        since="0.1",
        messages=MESSAGES,
        summary="The code is larger than Lambda takes",
        fix=_fix,
        symptom="deployment",
    ),
    "limit",
)
