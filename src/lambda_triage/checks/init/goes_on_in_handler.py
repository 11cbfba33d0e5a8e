"""Frameworks that are still starting when the first request has to be answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import STRONG, message, signature_check
from lambda_triage.findings import EditCode, Remedy, SetProperty, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

ONE_VCPU_MB = 1769  # Lambda guide, "Configure Lambda function memory", 2026


def _fix(_: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    fixes: list[Remedy] = []
    if function is None or not function.is_image:
        fixes.append(
            SetProperty(
                "SnapStart",
                "PublishedVersions",
                "Start from a snapshot of the started framework; call a version or an alias",
                "state made during init is shared by all copies of the snapshot",
            )
        )
    if function is not None and function.memory_mb and function.memory_mb < ONE_VCPU_MB:
        told = f"Raise memory to {ONE_VCPU_MB} MB: the start then has a whole vCPU"
        fixes.append(SetProperty("MemorySize", ONE_VCPU_MB, told, "costs more per millisecond"))
    fixes.append(EditCode("Leave out of the start what the first request does not need"))
    return tuple(fixes)


GOES_ON_IN_HANDLER = signature_check(
    id="init/goes-on-in-handler",
    title="The framework's start goes on in the first request",
    severity=Severity.MEDIUM,
    cause="cold_start_init",
    since="0.1",
    messages=(
        message(
            "java-container",
            "continuing in event handler",
            pattern=r"Initialization took longer than \d{1,6}[^\n]{0,80}"
            r"continuing in event handler",
            source="aws-serverless-java-container, AsyncInitializationWrapper.java",
        ),
    ),
    summary="The framework takes longer to start than init may last: the first request waits on",
    fix=_fix,
    weight=STRONG,
    symptom="slow_start",
)
