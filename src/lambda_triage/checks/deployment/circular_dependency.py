"""Resources or stacks that need one another before they exist."""

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
    if signal.name == "stacks":
        told = "Move what both stacks need into one, or pass a name instead of the construct"
        return (EditCode(told),)
    told = (
        "Break the cycle at one edge: build a name or ARN from fixed parts (a parameter,"
        " ${AWS::AccountId}) instead of !Ref or !GetAtt, or put the permission, policy or"
        " notification into a resource of its own"
    )
    return (EditCode(told),)


CIRCULAR_DEPENDENCY = signature_check(
    id="deployment/circular-dependency",
    title="Resources of the template depend on one another",
    severity=Severity.HIGH,
    cause="circular_dependency",
    since="0.1",
    messages=(
        message(
            "template",
            "Circular dependency between",
            "dependency between resources: [",
            "Circular Dependencies for",
            pattern=wrapped(
                r"Circular dependency between resources: \["
                r"(?P<resources>[\w.:-]{1,255}(?:, [\w.:-]{1,255})?)|Circular "
                r"Dependencies for resource (?P<linted>\w{1,255})"
            ),
            source="AWS CloudFormation, CreateChangeSet and CreateStack ValidationError;"
            " cfn-lint E3004, 2026",
        ),
        message(
            "stacks",
            "would create a cyclic",
            "a cyclic reference",
            pattern=wrapped(
                r"'(?P<first>[\w./-]{1,200})' depends on '"
                r"(?P<second>[\w./-]{1,200})'[\s\S]{0,600}?would create a cyclic "
                r"reference"
            ),
            source="aws-cdk-lib core/lib/stack.ts, DependencyCycle, 2025",
        ),
        message(
            "terraform",
            "Error: Cycle: ",
            pattern=(
                r"Error: Cycle: (?P<cycle>(?:module|data|local|var"
                r"|aws_\w{1,60})\.[\w.\"\[\]-]{1,200}(?:, [\w.\"\[\]-]{1,200})?)"
            ),
            source="hashicorp/terraform internal/dag, 2025",
        ),
    ),
    summary="Resources or stacks of the deployment need one another before they exist",
    fix=_fix,
    weight=SPECIFIC,
    symptom="deployment",
)
