"""Workflows whose role may not do what a state asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import STRONG, message, signature_check
from lambda_triage.findings import Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    told = "Allow the machine's role what the cause names, lambda:InvokeFunction for a task"
    return (Manual(told, "the cause beside the error names the action"),)


NOT_ALLOWED = signature_check(
    id="workflows/not-allowed",
    title="The workflow's role lacks a permission",
    severity=Severity.HIGH,
    cause="access_denied_identity",
    since="0.1",
    messages=(
        message(
            "permissions",
            "States.Permissions",
            pattern=r"States\.Permissions\b",
            source="Step Functions guide, error names, 2026",
        ),
    ),
    summary="The state machine's role may not do what a state asks.",
    fix=_fix,
    weight=STRONG,
    symptom="workflow",
)
