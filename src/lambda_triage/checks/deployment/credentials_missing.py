"""Deployment tools that have no credentials for the account they deploy to."""

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
    profile = signal.captures.get("profile")
    if profile:
        argv = ("aws", "configure", "list-profiles")
        return (Command(argv, f"See which profiles exist: {profile} is not among them"),)
    argv = ("aws", "sts", "get-caller-identity")
    give = Manual("Give the pipeline a role of the target account", "its identity is its owner's")
    return (Command(argv, "See whether there are credentials, and for which account"), give)


CREDENTIALS_MISSING = signature_check(
    id="deployment/credentials-missing",
    title="The deployment has no credentials for the account",
    severity=Severity.HIGH,
    cause="deployment_credentials_missing",
    since="0.1",
    messages=(
        message(
            "cdk",
            "Need to perform AWS calls for account",
            "Unable to resolve AWS account to use",
            "could not be used to assume",
            "Could not assume role in target",
            pattern=wrapped(
                r"Need to perform AWS calls for account |Unable to resolve AWS account "
                r"to use\.|Could not assume role in target account|could not be used to "
                r"assume '[^'\n]{1,300}'(?!, but are for the right account)"
            ),
            source="aws-cdk-cli toolkit-lib aws-auth, 2025",
        ),
        message(
            "tool",
            "AWS provider credentials not found",
            "No valid credential sources",
            "no valid credential sources",
            "The config profile (",
            "Missing credentials for AWS",
            pattern=(
                r"AWS provider credentials not found|[Nn]o valid credential sources(?: "
                r"found)?|The config profile \((?P<profile>[\w@+=,. -]{1,100})\) could "
                r"not be found"
            ),
            source="serverless aws provider; aws-sdk-go-base; botocore ProfileNotFound, 2025",
        ),
    ),
    summary="The tool that deploys found no credentials for the account",
    fix=_fix,
    weight=SPECIFIC,
    symptom="deployment",
)
