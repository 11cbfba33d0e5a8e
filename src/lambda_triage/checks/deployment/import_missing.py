"""Imports of values that no stack of the Region exports."""

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
    name = signal.captures.get("export") or "the value"
    return (
        Command(("aws", "cloudformation", "list-exports"), f"Look for {name} in this Region"),
        Manual("Deploy the exporting stack first", "the order of stacks is their owner's"),
    )


IMPORT_MISSING = signature_check(
    id="deployment/import-missing",
    title="A stack imports a value that nothing exports",
    severity=Severity.HIGH,
    cause="stack_import_missing",
    since="0.1",
    messages=(
        message(
            "import",
            "No export named ",
            pattern=wrapped(r"No export named (?P<export>[^\s'\"]{1,255}) found"),
            source="AWS CloudFormation, Fn::ImportValue, 2026",
        ),
        message(
            "output",
            "Error: Unable to find remote state",
            "Trying to request a non exported variable",
            pattern=(
                r"Error: Unable to find remote state|Trying to request a non exported "
                r"variable"
            ),
            source="hashicorp/terraform remote_state; serverless cf variable source, 2025",
        ),
    ),
    summary="The stack imports a value that no stack in this account and Region exports",
    fix=_fix,
    weight=SPECIFIC,
    symptom="deployment",
)
