"""Invocations that wait for the control plane of EC2."""

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
            "Let functions share subnets and security groups, and spread deployments over time",
            "what else calls EC2 in this account is not in the evidence",
        ),
    )


NETWORK_CONTROL_THROTTLED = signature_check(
    id="state/network-control-throttled",
    title="EC2 throttles what Lambda asks for the function",
    severity=Severity.MEDIUM,
    cause="account_quota_limit",
    since="0.1",
    messages=(
        message(
            "code",
            "EC2ThrottledException",
            "EC2RequestLimitExceeded",
            pattern=r"\b(?:EC2ThrottledException"
            r"|EC2RequestLimitExceeded)(?=[:\s)\"\'\\,(]|$)",
            source="botocore lambda model: errors of Invoke, StateReasonCode, 2026",
        ),
    ),
    summary="EC2 throttles the calls that Lambda makes for the function in this account.",
    fix=_fix,
    weight=DECISIVE,
    symptom="not_triggered",
)
