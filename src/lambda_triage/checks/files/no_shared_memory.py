"""Pools and queues that need shared memory, which Lambda has not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import STRONG, message, signature_check
from lambda_triage.findings import EditCode, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(_: Signal, __: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    return (
        EditCode(
            "Use threads, or multiprocessing.Process with Pipe: Pool, Queue and Lock need /dev/shm,"
            " which a Lambda environment does not have"
        ),
    )


def _optional(signal: Signal, _: FunctionConfiguration | None) -> bool:
    """Libraries like joblib notice it and go on in one process."""
    return bool(signal.captures.get("serial"))


NO_SHARED_MEMORY = signature_check(
    id="files/no-shared-memory",
    title="The code needs shared memory",
    severity=Severity.HIGH,
    cause="app_code_error",
    since="0.1",
    messages=(
        message(
            "semaphore",
            "[Errno 38]",
            "/dev/shm",
            pattern=r"\[Errno 38\] Function not implemented(?P<serial>[^\n]{0,40}serial mode)?"
            r"|(?:No such file or directory|Permission denied|cannot create)[^\n]{0,60}/dev/shm"
            r"|/dev/shm[^\n]{0,60}(?:No such file|Permission denied)",
            source="CPython multiprocessing SemLock, sem_open without /dev/shm, 2025",
        ),
    ),
    summary="The code uses shared memory, which a Lambda environment does not have",
    fix=_fix,
    unless=_optional,
    weight=STRONG,
)
