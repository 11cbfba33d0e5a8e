"""Callback handlers, which Node.js 24 and later no longer accept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import DECISIVE, message, signature_check
from lambda_triage.findings import EditCode, Remedy, SetProperty, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(_: Signal, __: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    return (
        EditCode("Make the handler async and return its result instead of calling a callback"),
        SetProperty("Runtime", "nodejs22.x", "Or stay on the last runtime with callbacks for now"),
    )


def _still_works(signal: Signal, _: FunctionConfiguration | None) -> bool:
    """Up to Node.js 22 the line is an announcement."""
    return bool(signal.captures.get("planned"))


CALLBACK_REMOVED = signature_check(
    id="node/callback-removed",
    title="The runtime has no callback handlers any more",
    severity=Severity.HIGH,
    cause="runtime_mismatch",
    since="0.1",
    messages=(
        message(
            "line",
            "support for callback-based function handlers",
            "Runtime.CallbackHandlerDeprecated",
            pattern=r"(?:has removed|(?P<planned>plans to remove)) support for callback-based"
            r" function handlers|Runtime\.CallbackHandlerDeprecated",
            source="aws-lambda-nodejs-runtime-interface-client, callback handler check, 2025",
        ),
    ),
    summary="The handler takes a callback, which this Node.js runtime no longer supports",
    fix=_fix,
    unless=_still_works,
    weight=DECISIVE,
)
