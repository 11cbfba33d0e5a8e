"""CDK command lines that are older than the library of the app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.checks.weighed import SPECIFIC
from lambda_triage.checks.wrapped import wrapped
from lambda_triage.findings import Command, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(_: Signal, __: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    argv = ("npm", "install", "--save-dev", "aws-cdk@latest")
    return (
        Command(argv, "Update the command line and keep it in the project, beside the library"),
    )


CDK_CLI_OUTDATED = signature_check(
    id="deployment/cdk-cli-outdated",
    title="The CDK command line is older than the library",
    severity=Severity.HIGH,
    cause="deployment_tool_outdated",
    since="0.1",
    messages=(
        message(
            "schema",
            "Cloud assembly schema version",
            "This CDK CLI is not compatible with",
            pattern=wrapped(
                r"Cloud assembly schema version mismatch: Maximum schema version "
                r"supported is [\w.]{1,20}, but found|This CDK CLI is not compatible "
                r"with the CDK library used by your application"
            ),
            source="aws-cdk cloud-assembly-schema manifest.ts, 2025",
        ),
    ),
    summary="The CDK command line cannot read what the app's library writes: it is older",
    fix=_fix,
    weight=SPECIFIC,
    symptom="deployment",
)
