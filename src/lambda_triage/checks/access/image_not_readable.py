"""Container images that Lambda, or the build, may not read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.findings import Command, GrantAction, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

READ = ("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    if signal.name == "login":
        told = "Get a token for the registry, and hand it to docker login --password-stdin"
        return (Command(("aws", "ecr", "get-login-password"), told),)
    told = (
        "Allow lambda.amazonaws.com in the repository's policy (from another account also that"
        " account's root); the deployer needs ecr:SetRepositoryPolicy and ecr:GetRepositoryPolicy"
    )
    return (GrantAction(READ, None, "lambda.amazonaws.com", "resource", told),)


IMAGE_NOT_READABLE = signature_check(
    id="access/image-not-readable",
    title="Lambda may not read the container image",
    severity=Severity.HIGH,
    cause="image_access_denied",
    since="0.1",
    messages=(
        message(
            "lambda",
            "does not have permission to access the ECR image",
            "ImageAccessDenied",
            "ECR image access denied",
            "Image repository must be in the same",
            pattern=r"does not have permission to access the ECR image|ImageAccessDenied"
            r"|ECR image access denied|Image repository must be in the same (?:account|[Rr]egion)",
            source="Lambda API, AccessDeniedException; StateReasonCode ImageAccessDenied, 2026",
        ),
        message(
            "login",
            "no basic auth credentials",
            "Your authorization token has expired. Reauthenticate",
            "pull access denied for",
            pattern=r"no basic auth credentials"
            r"|Your authorization token has expired\. Reauthenticate"
            r"|pull access denied for (?P<image>[\w./:-]{1,255})",
            source="Docker engine and Amazon ECR registry replies, 2025",
        ),
    ),
    summary="The container image may not be read",
    fix=_fix,
    symptom="deployment",
)
