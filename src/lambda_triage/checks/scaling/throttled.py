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
            "ConcurrentInvocationLimitExceeded",
            "Lambda.TooManyRequests",
            pattern=(
                r"(?:Lambda\.)?TooManyRequestsException(?![^\n]{0,300}ReservedFunction)|(?<!"
                r"Function)ConcurrentInvocationLimitExceeded"
            ),
            source="botocore lambda service model, Invoke errors, 1.43",
        ),
        message(
            "rate",
            "Rate Exceeded",
            "Rate exceeded",
            pattern=(
                r"Rate [Ee]xceeded[^\n]{0,160}(?:AWSLambda|Lambda)|(?:Lambda|Invoke)[^\n]{0,"
                r"160}Rate [Ee]xceeded"
            ),
            source="Lambda API, TooManyRequestsException message, 2026",
        ),
    ),
    summary="Lambda refused invocations: concurrency or rate was used up.",
    fix=_fix,
    weight=DECISIVE,
)
