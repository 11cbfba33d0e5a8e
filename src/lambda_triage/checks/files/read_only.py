"""A write outside /tmp."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.findings import EditCode, Remedy, SetEnvironment, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    return (
        SetEnvironment("HOME", "/tmp", "Tools that write to the home directory then write to /tmp"),
        EditCode("Write to /tmp only; everything else is read-only in Lambda"),
    )


READ_ONLY = signature_check(
    id="files/read-only",
    title="A write outside /tmp",
    severity=Severity.HIGH,
    cause="readonly_filesystem",
    since="0.1",
    messages=(
        message(
            "write",
            "EROFS",
            "Read-only file system",
            "read-only file system",
            pattern=(
                r"""(?:\bEROFS\b|[Rr]ead-only file system)(?:[^\n]{0,40}?['\"](?P<path>[^'\"\n"""
                r"""]{1,200})['\"])?"""
            ),
            source="errno EROFS as libc and Node.js print it, 2024",
        ),
    ),
    summary="Something writes where the file system is read-only: {path}.",
    fix=_fix,
    weight=6.0,
)
