"""The function triggers itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.findings import Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    return (
        Manual(
            "Write to another bucket, queue or topic than the one that triggers the function",
            "what it writes to is not in the evidence",
        ),
    )


RECURSIVE_LOOP = signature_check(
    id="scaling/recursive-loop",
    title="The function triggers itself",
    severity=Severity.CRITICAL,
    cause="recursive_loop",
    since="0.1",
    messages=(
        message(
            "loop",
            "RecursiveInvocationException",
            "recursive loop",
            "RecursiveInvocationsDropped",
            "AWS_LAMBDA_RUNAWAY_TERMINATION_NOTIFICATION",
            pattern=r"RecursiveInvocationException|\bin a recursive loop\b"
            r"|detected (?:as part of )?a recursive loop"
            r"|AWS_LAMBDA_RUNAWAY_TERMINATION_NOTIFICATION|RecursiveInvocationsDropped\b[^\n]{0,40}[1-9]",
            source="Lambda recursive loop detection, API errors and AWS Health notice, 2026",
        ),
    ),
    summary="The function triggers itself, and Lambda stopped the loop.",
    fix=_fix,
    weight=6.0,
)
