"""Promises that reject with nobody waiting for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.findings import EditCode, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

# Enough alone; a message inside the rejection that names a cause of its own goes before it.
UNHANDLED = 1.6


def _fix(_: Signal, __: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    told = "Await every promise inside the handler and catch what it rejects with"
    return (EditCode(f"{told}; no work may go on after the answer"),)


UNHANDLED_PROMISE = signature_check(
    id="code/unhandled-promise",
    title="A promise rejects and nothing handles it",
    severity=Severity.HIGH,
    cause="unhandled_promise",
    since="0.1",
    messages=(
        message(
            "runtime",
            "Unhandled Promise Rejection",
            "Runtime.UnhandledPromiseRejection",
            pattern=r"Unhandled Promise Rejection|Runtime\.UnhandledPromiseRejection",
            source="aws-lambda-nodejs-runtime-interface-client index.mjs, 2025",
        ),
        message(
            "node",
            "UnhandledPromiseRejection",
            "ERR_UNHANDLED_REJECTION",
            "This error originated either by throwing inside of an async function",
            pattern=r"(?<!Runtime\.)UnhandledPromiseRejection(?:Warning)?\b|ERR_UNHANDLED_REJECTION"
            r"|This error originated either by throwing inside of an async function",
            source="Node.js lib/internal/process/promises.js, 8 to 24",
        ),
        message(
            "exit",
            "Runtime exited with error: exit status 128",
            pattern=r"Runtime exited with error: exit status 128\b",
            source="aws-lambda-nodejs-runtime-interface-client: exit code of unhandledRejection",
        ),
    ),
    summary="A promise rejected while nothing waited for it",
    fix=_fix,
    weight=UNHANDLED,
)
