"""Workflow states whose data is too large."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import DECISIVE, message, signature_check
from lambda_triage.findings import EditCode, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    return (EditCode("Keep the data in S3 and pass its key between the states"),)


PAYLOAD_LIMIT = signature_check(
    id="workflows/payload-limit",
    title="A state passes more data than Step Functions takes",
    severity=Severity.HIGH,
    cause="payload_too_large",
    since="0.1",
    messages=(
        message(
            "limit",
            "States.DataLimitExceeded",
            "exceeding the maximum number of bytes service limit",
            pattern=r"States\.DataLimitExceeded\b"
            r"|exceeding the maximum number of bytes service limit",
            source="Step Functions guide, error names, 2026",
        ),
    ),
    summary="A state passes more than the 256 KiB that Step Functions takes.",
    fix=_fix,
    weight=DECISIVE,
    symptom="workflow",
)
