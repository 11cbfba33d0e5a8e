"""Snapshots that take too long to restore."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import DECISIVE, message, signature_check
from lambda_triage.findings import EditCode, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    return (EditCode("Make the after-restore hooks short: reconnect when it is first needed"),)


SNAPSHOT_TIMED_OUT = signature_check(
    id="state/snapshot-timed-out",
    title="A snapshot was not restored in time",
    severity=Severity.HIGH,
    cause="init_timeout",
    since="0.1",
    messages=(
        message(
            "code",
            "SnapStartTimeoutException",
            pattern=r"\b(?:SnapStartTimeoutException)(?=[:\s)\"\'\\,(]|$)",
            source="botocore lambda model: errors of Invoke, StateReasonCode, 2026",
        ),
    ),
    summary="Restoring the snapshot, or its hooks, takes longer than it may.",
    fix=_fix,
    weight=DECISIVE,
    symptom="request",
)
