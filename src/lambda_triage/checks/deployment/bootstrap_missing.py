"""Environments that the CDK was never bootstrapped in, or too long ago."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.checks.weighed import SPECIFIC
from lambda_triage.checks.wrapped import wrapped
from lambda_triage.findings import Command, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    environment = "aws://<account>/<region>"
    old = signal.name == "old"
    told = (
        "Bootstrap again, with the CLI of this project" if old else "Bootstrap the environment once"
    )
    risk = "makes a bucket, a repository and roles that may deploy into the account"
    return (Command(("cdk", "bootstrap", environment), told, risk),)


BOOTSTRAP_MISSING = signature_check(
    id="deployment/bootstrap-missing",
    title="The CDK environment is not bootstrapped",
    severity=Severity.HIGH,
    cause="cdk_bootstrap_missing",
    since="0.1",
    messages=(
        message(
            "missing",
            "Has the environment been bootstrapped",
            "toolkit stack must be deployed",
            "Unable to fetch parameters [/cdk-bootstrap",
            "run 'cdk bootstrap' in",
            pattern=wrapped(
                r"Has the environment been bootstrapped|so the toolkit stack must be "
                r"deployed to the environment|Unable to fetch parameters "
                r"\[/cdk-bootstrap/|Is account (?:\d{12} )?bootstrapped|Please run 'cdk "
                r"bootstrap' in"
            ),
            source="aws-cdk-cli toolkit-lib, environment-resources; AWS CloudFormation rules, 2025",
        ),
        message(
            "old",
            "requires bootstrap stack version",
            "Please run 'cdk bootstrap' with",
            pattern=wrapped(
                r"requires bootstrap stack version '(?P<needed>\d{1,4})', found '"
                r"(?P<found>\d{1,4})'"
            ),
            source="aws-cdk-cli toolkit-lib, validateVersion, 2025",
        ),
        message(
            "bucket",
            "No bucket named '",
            "No ECR repository named ",
            pattern=r"No (?:bucket|ECR repository) named '(?P<asset>cdk-[\w-]{1,80})'",
            source="aws-cdk cdk-assets private handlers, 2025",
        ),
    ),
    summary="The account and Region lack the bootstrap stack that the CDK deploys with, or it"
    " is too old",
    fix=_fix,
    weight=SPECIFIC,
    symptom="deployment",
)
