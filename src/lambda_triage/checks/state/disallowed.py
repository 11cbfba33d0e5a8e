"""Functions that a control of the VPC does not admit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import DECISIVE, message, signature_check
from lambda_triage.findings import Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    return (
        Manual(
            "Exclude the function's subnets from the control, or move it to a supported setting",
            "the control belongs to the network's owner",
        ),
    )


DISALLOWED = signature_check(
    id="state/disallowed",
    title="A control of the VPC disallows the function",
    severity=Severity.HIGH,
    cause="access_denied_scp_boundary",
    since="0.1",
    messages=(
        message(
            "code",
            "DisallowedByVpcEncryptionControl",
            pattern=r"\b(?:DisallowedByVpcEncryptionControl)(?=[:\s)\"\'\\,(]|$)",
            source="botocore lambda model: errors of Invoke, StateReasonCode, 2026",
        ),
    ),
    summary="VPC encryption control does not admit the function in this VPC.",
    fix=_fix,
    weight=DECISIVE,
    symptom="not_triggered",
)
