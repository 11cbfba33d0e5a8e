"""Durable executions that were started twice under one name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import DECISIVE, message, signature_check
from lambda_triage.findings import EditCode, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    return (EditCode("Derive the execution's name from the work, and take this error as done"),)


ALREADY_STARTED = signature_check(
    id="state/already-started",
    title="A durable execution of this name was started before",
    severity=Severity.LOW,
    cause="async_retry_duplicates",
    since="0.1",
    messages=(
        message(
            "code",
            "DurableExecutionAlreadyStartedException",
            pattern=r"\b(?:DurableExecutionAlreadyStartedException)(?=[:\s)\"\'\\,(]|$)",
            source="botocore lambda model: errors of Invoke, StateReasonCode, 2026",
        ),
    ),
    summary="A durable execution of this name was already started with another payload.",
    fix=_fix,
    weight=DECISIVE,
    symptom="request",
)
