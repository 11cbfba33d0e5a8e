"""Custom resources whose function answered that it failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.checks.wrapped import wrapped
from lambda_triage.findings import Command, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

REASON = 5.0  # log-odds: above the frame of a failed stack, below what the answer itself names


def _fix(_: Signal, __: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    tail = ("aws", "logs", "tail", "/aws/lambda/<function of the custom resource>", "--since", "3h")
    return (Command(tail, "Read the failed call in the log of the custom resource's function"),)


CUSTOM_RESOURCE_FAILED = signature_check(
    id="deployment/custom-resource-failed",
    title="A custom resource reported a failure",
    severity=Severity.HIGH,
    cause="custom_resource_failed",
    since="0.1",
    messages=(
        message(
            "failed",
            "Received response status [FAILED]",
            "response status [FAILED]",
            "from custom resource. Message",
            pattern=wrapped(
                r"Received response status \[FAILED\] from custom resource\.(?: Message "
                r"returned: (?:[\s\S]{0,300}?\b(?P<error>[A-Z]\w{2,60}(?:Error"
                r"|Exception)))?)?"
            ),
            source="AWS CloudFormation, custom resources; aws-cdk-lib provider framework, 2026",
        ),
    ),
    summary="The function behind a custom resource answered that it failed: {error}",
    fix=_fix,
    weight=REASON,
    symptom="deployment",
)
