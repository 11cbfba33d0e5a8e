"""The function's own concurrency is used up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.findings import Remedy, SetProperty, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    reserved = function.reserved_concurrency if function else None
    return (
        SetProperty(
            "ReservedConcurrentExecutions",
            2 * reserved if reserved else 10,
            "Raise the function's reserved concurrency, or remove it",
            "takes from the account's unreserved concurrency",
        ),
    )


RESERVED_LIMIT = signature_check(
    id="scaling/reserved-limit",
    title="The function's own concurrency is used up",
    severity=Severity.HIGH,
    cause="reserved_concurrency_limit",
    since="0.1",
    messages=(
        message(
            "reserved",
            "ReservedFunctionConcurrentInvocationLimitExceeded",
            "ReservedFunctionInvocationRateLimitExceeded",
            pattern=r"[Rr]eason[^\n]{0,20}ReservedFunction(?:Concurrent)?Invocation"
            r"(?:Rate)?LimitExceeded",
            source="botocore lambda service model, ThrottleReason, 1.43",
        ),
    ),
    summary="The function's reserved concurrency is used up.",
    fix=_fix,
    weight=6.0,
    symptom="throttle",
)
