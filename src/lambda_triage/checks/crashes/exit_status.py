"""The process ended itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import HINT, message, signature_check
from lambda_triage.findings import EditCode, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    return (
        EditCode(
            "Find what exits: a call to exit, or an error outside the handler that nobody catches"
        ),
    )


EXIT_STATUS = signature_check(
    id="crashes/exit-status",
    title="The process ended itself",
    severity=Severity.MEDIUM,
    cause="app_code_error",
    since="0.1",
    messages=(
        message(
            "status",
            "Runtime exited with error: exit status",
            pattern=(r"Runtime exited with error: exit status (?P<status>\d+)"),
            source="Lambda platform line; runtime interface emulator rapid/handlers.go, 2025",
        ),
    ),
    summary="The process ended itself with status {status}.",
    fix=_fix,
    weight=HINT,
)
