"""Executions whose history is full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import DECISIVE, message, signature_check
from lambda_triage.findings import EditCode, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    return (
        EditCode("Start a new execution from within (child workflows), or use a Distributed Map"),
    )


HISTORY_LIMIT = signature_check(
    id="workflows/history-limit",
    title="An execution has too many events",
    severity=Severity.HIGH,
    cause="account_quota_limit",
    since="0.1",
    messages=(
        message(
            "limit",
            "maximum number of history events",
            pattern=r"reached the maximum number of history events",
            source="Step Functions guide, error names, 2026",
        ),
    ),
    summary="The execution reached the 25,000 events that its history may have.",
    fix=_fix,
    weight=DECISIVE,
    symptom="workflow",
)
