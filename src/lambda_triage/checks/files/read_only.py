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
            "[Errno 30]",
            "ReadOnlyFileSystemException",
            "attempt to write a readonly database",
            pattern=r"(?:\bEROFS\b|[Rr]ead-only file system|\[Errno 30\]"
            r"|ReadOnlyFileSystemException|attempt to write a readonly database)"
            r"(?:[^\n]{0,60}?['\"](?P<path>[^'\"\n]{1,200})['\"])?",
            source="errno EROFS as libc, CPython, Node.js and the JDK print it; SQLite, 2025",
        ),
        message(
            "numba",
            "no locator available for file",
            pattern=r"cannot cache function '[^'\n]{1,200}': no locator available for file"
            r" '(?P<path>[^'\n]{1,300})'",
            source="numba core/caching.py, no folder for the cache is writable, 2025",
        ),
        message(
            "home",
            "/home/sbx_user",
            pattern=r"(?:Errno (?:2|13)\]|ENOENT|EACCES|cannot create director|could not create"
            r"|Unable to create|mkdir)[^\n]{0,120}(?P<path>/home/sbx_user)\d",
            source="libc errno as CPython, Node.js, coreutils and git print it; the Lambda user's"
            " home does not exist, 2025",
        ),
    ),
    summary="Something writes where the file system is read-only: {path}.",
    fix=_fix,
    weight=6.0,
)
