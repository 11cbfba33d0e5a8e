"""Executables that the kernel calls missing though they may be there: their loader is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import HINT, message, signature_check
from lambda_triage.findings import FixPackage, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

PROGRAM = r"(?P<file>/(?:var/task|opt)/[^\s'\"\\:]{1,200})"


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
        message(
            "python",
            "subprocess.py",
            pattern=rf"\[Errno 2\] No such file or directory: \\?['\"]{PROGRAM}\\?['\"]"
            r"[\s\S]{0,3000}?subprocess\.py",
            source="CPython Lib/subprocess.py, _execute_child: the error before the stack, 2025",
        ),
        message(
            "python-stack",
            "subprocess.py",
            pattern=r"subprocess\.py[\s\S]{0,600}?"
            rf"\[Errno 2\] No such file or directory: \\?['\"]{PROGRAM}\\?['\"]",
            source="CPython Lib/subprocess.py, _execute_child: the stack before the error, 2025",
        ),
        message(
            "spawn",
            "spawn /",
            "spawnSync /",
            "annot run program ",
            pattern=rf"(?:\bspawn(?:Sync)? |Cannot run program \\?\"){PROGRAM}"
            r"(?: ENOENT|\\?\"[^\n]{0,200}error=2,)",
            source="Node.js lib/internal/child_process.js; OpenJDK ProcessBuilder, 2025",
        ),
    ),
    summary="{file} is missing, or linked against a loader that the runtime does not have",
    fix=_fix,
    weight=HINT,
)
