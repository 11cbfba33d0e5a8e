"""Parameters and variables of a deployment that nobody gave."""

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
    if signal.name == "store":
        name = signal.captures["stored"].partition(",")[0]
        read = ("aws", "ssm", "get-parameter", "--name", name)
        return (Command(read, "See whether the parameter exists in this account and Region"),)
    names = ("names", "name", "pattern", "wrong", "path")
    name = next((v for n in names if (v := signal.captures.get(n))), "the variable")
    told = f"Give {name} a value for this stage: in the command, the stage's file or as default"
    return (Manual(told, "only its owner knows the value"),)


PARAMETER_MISSING = signature_check(
    id="deployment/parameter-missing",
    title="A parameter of the deployment has no value",
    severity=Severity.HIGH,
    cause="template_parameter_missing",
    since="0.1",
    messages=(
        message(
            "parameter",
            "] must have values",
            "do not exist in the template",
            "Parameters: [",
            pattern=wrapped(
                r"Parameters: \[(?P<names>[\w.:,\s-]{1,255})\] (?:must have values|do "
                r"not exist in the template)"
            ),
            source="AWS CloudFormation, CreateChangeSet ValidationError, 2026",
        ),
        message(
            "store",
            "Unable to fetch parameters",
            "from parameter store for",
            pattern=wrapped(
                r"Unable to fetch parameters \[(?!/cdk-bootstrap/)"
                r"(?P<stored>[\w./,\s-]{1,255})\] from parameter store for"
            ),
            source="AWS CloudFormation, SSM parameter types, 2026",
        ),
        message(
            "allowed",
            "must be one of AllowedValues",
            "failed to satisfy constraint: AllowedPattern",
            "for parameter name",
            pattern=wrapped(
                r"Parameter '?(?P<name>\w{1,255})'? must be one of AllowedValues"
                r"|Parameter '?(?P<pattern>\w{1,255})'? failed to satisfy constraint: "
                r"AllowedPattern|parameter value [^\n]{1,200} for parameter name "
                r"(?P<wrong>\w{1,255}) does not exist"
            ),
            source="AWS CloudFormation, parameter constraints, 2026",
        ),
        message(
            "variable",
            "Error: No value for required variable",
            "Cannot resolve variable at",
            "Variables resolution errored",
            pattern=(
                r"Error: No value for required variable|Cannot resolve variable at \""
                r"(?P<path>[\w.\[\]-]{1,200})\"|Variables resolution errored"
            ),
            source="hashicorp/terraform; serverless lib/configuration/variables, 2025",
        ),
    ),
    summary="A parameter or variable of the deployment has no value, or one that is not allowed",
    fix=_fix,
    weight=SPECIFIC,
    symptom="deployment",
)
