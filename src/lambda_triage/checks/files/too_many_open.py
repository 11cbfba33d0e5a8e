"""Too many open files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.findings import EditCode, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    return (
        EditCode(
            "Make clients once outside the handler, close what each invocation opens, bound pools"
        ),
    )


TOO_MANY_OPEN = signature_check(
    id="files/too-many-open",
    title="Too many open files",
    severity=Severity.HIGH,
    cause="file_descriptor_exhaustion",
    since="0.1",
    messages=(
        message(
            "open",
            "EMFILE",
            "Too many open files",
            "too many open files",
            "[Errno 24]",
            pattern=r"\bEMFILE\b|[Tt]oo many open files|\[Errno 24\]",
            source="errno EMFILE as libc, CPython, Node.js and Go print it, 2025",
        ),
        message(
            "threads",
            "can't start new thread",
            "native thread",
            "esource temporarily unavailable",
            "EAGAIN",
            "failed to create new OS thread",
            "an't create Thread",
            pattern=r"can't start new thread|unable to create (?:new )?native thread"
            r"|(?:fork|pthread_create|clone|thread|spawn\w*)[^\n]{0,80}"
            r"[Rr]esource temporarily unavailable|\b(?:spawn|fork)\w* [^\n]{0,80}\bEAGAIN\b"
            r"|failed to create new OS thread|can't create Thread|BlockingIOError: \[Errno 11\]",
            source="CPython, OpenJDK, libc, Node.js spawn, Go proc.go, Ruby thread.c, 2025",
        ),
    ),
    summary="The environment has no file descriptor or thread left.",
    fix=_fix,
    weight=6.0,
)
