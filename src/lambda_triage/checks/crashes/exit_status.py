"""The process ended itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import HINT, message, signature_check
from lambda_triage.checks.weighed import weighed
from lambda_triage.findings import EditCode, Finding, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

UNCAUGHT = "129"  # nodejs runtime interface client: exit code of uncaughtException
TRAIL = 0.7  # below the bar: any fault of start-up or package ends with some status
# Shells' 126 and 127, Node's 128 (rejection), 128 + signal, and the 142 of the base images'
# entry point belong to checks of their own.
ELSEWHERE = ("126", "127", "128", "134", "137", "139", "142")


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    return (
        EditCode(
            "Find what exits: a call to exit, or an error outside the handler that nobody catches"
        ),
    )


def _told_elsewhere(signal: Signal, _: FunctionConfiguration | None) -> bool:
    return signal.captures.get("status") in ELSEWHERE


def _weight(finding: Finding, _: FunctionConfiguration | None) -> float:
    return HINT if finding.fact("status") == UNCAUGHT else TRAIL


EXIT_STATUS = weighed(
    signature_check(
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
        unless=_told_elsewhere,
    ),
    _weight,
)
