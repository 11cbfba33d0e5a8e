"""Lambda throttled the invocations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import DECISIVE, message, signature_check
from lambda_triage.findings import Command, Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    return (
        Command(
            ("aws", "lambda", "get-account-settings"),
            "compare the account's ConcurrentExecutions with what is reserved and used",
        ),
        Manual(
            "Reserve concurrency for this function, put a queue in front of it, or raise the quota",
            "which of them is right depends on the other functions of the account",
        ),
    )


THROTTLED = signature_check(
    id="scaling/throttled",
    title="Lambda throttled the invocations",
    severity=Severity.HIGH,
    cause="throttled_concurrency",
    since="0.1",
    messages=(
        message(
            "exception",
            "TooManyRequestsException",
            pattern=r"\bLambda\.TooManyRequestsException"
            r"|\A(?![\s\S]{0,3000}?ReservedFunction)[\s\S]*?(?:"
            r"TooManyRequestsException[\s\S]{0,300}?(?:Rate Exceeded|Invoke(?:Async)? operation"
            r"|AWSLambda\b|Service: Lambda\b|client-lambda)"
            r"|(?:operation error Lambda|AWSLambda\b|Rate Exceeded|client-lambda)[\s\S]{0,300}?"
            r"TooManyRequestsException)",
            source="botocore lambda service model, Invoke errors; AWS SDK wrappers, 1.43",
        ),
        message(
            "reason",
            "ConcurrentInvocationLimitExceeded",
            "InvocationRateLimitExceeded",
            "CallerRateLimitExceeded",
            "ConcurrentSnapshotCreateLimitExceeded",
            pattern=r"(?<!Function)ConcurrentInvocationLimitExceeded"
            r"|(?<!Reserved)FunctionInvocationRateLimitExceeded|CallerRateLimitExceeded"
            r"|ConcurrentSnapshotCreateLimitExceeded",
            source="botocore lambda service model, ThrottleReason, 1.43",
        ),
        message(
            "gateway",
            "Calling the invoke API action failed with this message: Rate",
            "Lambda invocation failed with status: 429",
            "Function is throttled",
            pattern=r"Calling the invoke API action failed with this message: Rate [Ee]xceeded"
            r"|Lambda invocation failed with status: 429|Function is throttled",
            source="Lambda console; API Gateway execution log, 2026",
        ),
        message(
            "rate",
            "Rate Exceeded",
            "Rate exceeded",
            pattern=r"Rate [Ee]xceeded[^\n]{0,160}(?:AWSLambda\b|Service: Lambda\b)"
            r"|(?:AWSLambda\b|operation error Lambda|Invoke operation)[^\n]{0,160}Rate [Ee]xceeded",
            source="Lambda API, TooManyRequestsException message, 2026",
        ),
    ),
    summary="Lambda refused invocations: concurrency or rate was used up.",
    fix=_fix,
    weight=DECISIVE,
    symptom="throttle",
)
