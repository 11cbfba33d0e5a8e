"""Temporary credentials that were kept longer than they are valid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.revised import deployable
from lambda_triage.checks.signature import message, signature_check
from lambda_triage.findings import Command, EditCode, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    if signal.name == "sso":
        return (Command(("aws", "sso", "login"), "Sign in again, then repeat the deployment"),)
    return (
        EditCode(
            "Do not keep the result of AssumeRole in a module-level client: let the SDK refresh"
            " it (a role provider), or assume the role again before it expires"
        ),
        EditCode("With SnapStart, make clients after the restore, not in the snapshot"),
    )


CREDENTIALS_EXPIRED = deployable(
    signature_check(
        id="access/credentials-expired",
        title="Temporary credentials have expired",
        severity=Severity.HIGH,
        cause="token_expired",
        since="0.1",
        messages=(
            message(
                "code",
                "ExpiredToken",
                "TokenRefreshRequired",
                pattern=r"(?<![A-Za-z])ExpiredToken(?:Exception)?(?!\w)|TokenRefreshRequired",
                source="AWS common errors; Amazon S3 error codes, 2026",
            ),
            message(
                "sentence",
                "The security token included in the request is expired",
                "The provided token has expired",
                "the refreshed credentials are still expired",
                pattern=r"security token included in the request is expired"
                r"|The provided token has expired|the refreshed credentials are still expired",
                source="AWS STS and S3; botocore credentials.py, 2026",
            ),
            message(
                "sso",
                "session associated with this profile has expired",
                "Token has expired and refresh failed",
                pattern=r"session associated with this profile has expired"
                r"|Token has expired and refresh failed",
                source="botocore and aws-sdk-js SSO credential providers, 2025",
            ),
        ),
        summary="The temporary credentials of a request had expired",
        fix=_fix,
    )
)
