"""Stacks and templates that exceed the limits of CloudFormation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.checks.weighed import SPECIFIC
from lambda_triage.checks.wrapped import wrapped
from lambda_triage.findings import EditCode, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    if signal.name == "body":
        told = (
            "Deploy the template from a bucket (51,200 bytes directly, 1 MB from S3), or split it"
        )
        return (EditCode(told),)
    told = "Split the stack: nested stacks, or stacks of their own for what changes rarely"
    return (EditCode(told),)


STACK_TOO_LARGE = signature_check(
    id="deployment/stack-too-large",
    title="The stack or its template is too large",
    severity=Severity.HIGH,
    cause="stack_too_large",
    since="0.1",
    messages=(
        message(
            "resources",
            "Number of resources, ",
            "is greater than maximum allowed",
            "Number of resources in stack",
            pattern=wrapped(
                r"Number of resources, \d{1,6}, is greater than maximum allowed, "
                r"(?P<limit>\d{1,5})|Number of resources in stack '"
                r"(?P<stack>[\w-]{1,128})': \d{1,6} is greater than allowed maximum of"
            ),
            source="AWS CloudFormation, template format errors; aws-cdk-lib"
            " core/lib/stack.ts, 2025",
        ),
        message(
            "body",
            "Template may not exceed",
            "at 'templateBody' failed to satisfy",
            pattern=wrapped(
                r"Template may not exceed \d{1,9} bytes|at 'templateBody' failed to "
                r"satisfy constraint: Member must have length"
            ),
            source="CloudFormation guide, Understand CloudFormation quotas, 2026",
        ),
    ),
    summary="The stack has more resources, or a longer template, than CloudFormation takes",
    fix=_fix,
    weight=SPECIFIC,
    symptom="deployment",
)
