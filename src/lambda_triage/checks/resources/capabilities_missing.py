"""Templates that make IAM resources or use macros without acknowledgement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.findings import Command, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    needed = signal.captures.get("capability") or "CAPABILITY_IAM"
    return (
        Command(
            ("sam", "deploy", "--capabilities", needed),
            f"Acknowledge with {needed}, after reading what roles and policies the template makes",
            "the stack may then create the IAM resources of its template",
        ),
    )


CAPABILITIES_MISSING = signature_check(
    id="resources/capabilities-missing",
    title="The deployment lacks a capability",
    severity=Severity.MEDIUM,
    cause="capabilities_missing",
    since="0.1",
    messages=(
        message(
            "needed",
            "equires capabilities",
            "InsufficientCapabilities",
            pattern=r"[Rr]equires capabilities ?: ?\[?(?P<capability>CAPABILITY_\w{1,20})?"
            r"|InsufficientCapabilities(?!Exception\b[\s\S]{0,300}equires capabilities)",
            source="AWS CloudFormation, InsufficientCapabilitiesException, 2026",
        ),
    ),
    summary="The template makes IAM resources or uses macros, and nobody acknowledged that",
    fix=_fix,
    symptom="deployment",
)
