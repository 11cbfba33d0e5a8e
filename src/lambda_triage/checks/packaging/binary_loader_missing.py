"""Executables that the kernel calls missing though they may be there: their loader is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import HINT, message, signature_check
from lambda_triage.findings import FixPackage, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    told = "Link statically (CGO_ENABLED=0, or a musl target), or build on Amazon Linux"
    return (FixPackage("rebuild", signal.captures.get("file", "the executable"), told),)


BINARY_LOADER_MISSING = signature_check(
    id="packaging/binary-loader-missing",
    title="An executable's dynamic loader may be missing",
    severity=Severity.HIGH,
    cause="native_glibc_mismatch",
    since="0.1",
    messages=(
        message(
            "exec",
            "fork/exec ",
            pattern=r"fork/exec (?P<file>/(?:var/task|opt|function|app)/(?!extensions)\S{1,200}):"
            r" no such file or directory",
            source="Linux execve(2): ENOENT also means that the ELF interpreter is missing",
        ),
    ),
    summary="{file} is missing, or linked against a loader that the runtime does not have",
    fix=_fix,
    weight=HINT,
)
