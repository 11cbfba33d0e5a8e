"""Managed Instances that cannot be placed."""

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
            "Allow more instance types and zones, and raise the provider's MaxVCpuCount and the"
            " account's EC2 vCPU quota",
            "which of them binds stands in the reason",
        ),
    )


CAPACITY_MISSING = signature_check(
    id="state/capacity-missing",
    title="Managed Instances find no capacity",
    severity=Severity.HIGH,
    cause="managed_instances_capacity",
    since="0.1",
    messages=(
        message(
            "code",
            "VcpuLimitExceeded",
            "CapacityProviderScalingLimitExceeded",
            "InsufficientCapacity",
            "IncompatibleAcceleratorInstanceTypes",
            pattern=r"\b(?:VcpuLimitExceeded"
            r"|CapacityProviderScalingLimitExceeded|InsufficientCapacity|IncompatibleAcceleratorInstanceTypes)(?=[:\s)\"\'\\,(]|$)",
            source="botocore lambda model: errors of Invoke, StateReasonCode, 2026",
        ),
    ),
    summary="The capacity provider cannot place the function: a limit is reached.",
    fix=_fix,
    weight=DECISIVE,
    symptom="not_triggered",
)
