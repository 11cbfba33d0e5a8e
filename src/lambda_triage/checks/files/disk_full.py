"""/tmp is full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.findings import EditCode, Remedy, SetProperty, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    size = function.ephemeral_mb if function and function.ephemeral_mb else 512
    return (
        EditCode("Delete what an invocation writes: /tmp stays for the environment's whole life"),
        SetProperty(
            "EphemeralStorage", min(2 * size, 10_240), "Or give it more", "is billed above 512 MB"
        ),
    )


def _while_building(signal: Signal, _: FunctionConfiguration | None) -> bool:
    """The disk of the machine that builds or deploys is full, not the function's."""
    return signal.origin == "deploy"


DISK_FULL = signature_check(
    id="files/disk-full",
    title="/tmp is full",
    severity=Severity.HIGH,
    cause="disk_tmp_full",
    since="0.1",
    messages=(
        message(
            "full",
            "ENOSPC",
            "No space left on device",
            "not enough space on the disk",
            "no space left on device",
            "[Errno 28]",
            "Disk quota exceeded",
            "database or disk is full",
            pattern=r"\bENOSPC\b(?!: System limit for number of file watchers)"
            r"|[Nn]o space left on device|not enough space on the disk|\[Errno 28\]"
            r"|Disk quota exceeded|database or disk is full",
            source="errno ENOSPC as libc, CPython, Node.js, Go and .NET print it; SQLite, 2025",
        ),
    ),
    summary="The function's /tmp is full.",
    fix=_fix,
    unless=_while_building,
    weight=6.0,
)
