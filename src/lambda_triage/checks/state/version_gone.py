"""Versions and images that were deleted."""

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
            "Publish a version or push the image again, and point alias and callers at it",
            "which one is meant is the owner's knowledge",
        ),
    )


VERSION_GONE = signature_check(
    id="state/version-gone",
    title="The version or image does not exist any more",
    severity=Severity.HIGH,
    cause="resource_not_found",
    since="0.1",
    messages=(
        message(
            "code",
            "NoPublishedVersionException",
            "CodeArtifactUserDeletedException",
            pattern=r"\b(?:NoPublishedVersionException"
            r"|CodeArtifactUserDeletedException)(?=[:\s)\"\'\\,(]|$)",
            source="botocore lambda model: errors of Invoke, StateReasonCode, 2026",
        ),
    ),
    summary="The published version or the image that was called no longer exists.",
    fix=_fix,
    weight=DECISIVE,
    symptom="not_triggered",
)
