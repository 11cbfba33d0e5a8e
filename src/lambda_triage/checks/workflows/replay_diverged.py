"""Durable functions whose replay took another way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import DECISIVE, message, signature_check
from lambda_triage.findings import EditCode, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    return (
        EditCode(
            "Move time, random values and outside calls into steps, and keep the order of"
            " operations for executions begun on an older version (call a version, not $LATEST)"
        ),
    )


REPLAY_DIVERGED = signature_check(
    id="workflows/replay-diverged",
    title="The replay of a durable function diverged",
    severity=Severity.HIGH,
    cause="durable_nondeterminism",
    since="0.1",
    messages=(
        message(
            "replay",
            "NonDeterministicExecution",
            "on-deterministic execution detected",
            "Operation type mismatch",
            "Operation name mismatch",
            pattern=r"NonDeterministicExecution(?:Error|Exception)"
            r"|[Nn]on-deterministic execution detected|Operation (?:name|type) mismatch for",
            source="aws-durable-execution-sdk-js, -python and -java, replay validation, 2026",
        ),
    ),
    summary="The replay of a durable function met another operation than the first run.",
    fix=_fix,
    weight=DECISIVE,
    symptom="workflow",
)
