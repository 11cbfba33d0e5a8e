"""Out of memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import DECISIVE, message, signature_check
from lambda_triage.findings import Remedy, SetProperty, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    size = 2 * function.memory_mb if function and function.memory_mb else 1024
    return (
        SetProperty(
            "MemorySize",
            min(size, 10_240),
            f"Raise memory to {min(size, 10_240)} MB, or take the data in parts",
            "costs more per millisecond",
        ),
    )


OUT_OF_MEMORY = signature_check(
    id="memory/out-of-memory",
    title="Out of memory",
    severity=Severity.HIGH,
    cause="oom_killed",
    since="0.1",
    messages=(
        message(
            "killed",
            "signal: killed",
            pattern=(
                r"(?:Runtime exited with error|Error): (?:Runtime exited with error: )?signa"
                r"l: killed"
            ),
            source="Lambda platform line; runtime interface emulator rapid/handlers.go, 2025",
        ),
        message(
            "platform",
            "Runtime.OutOfMemory",
            pattern=(r"Runtime\.OutOfMemory"),
            source="REPORT error type; Lambda guide, error types, 2026",
        ),
        message(
            "python",
            "MemoryError",
            pattern=(r"""(?:^|[\[\s\"'.:])MemoryError(?:$|[\s:\"'\\])"""),
            source="CPython builtin exception, 3.13",
        ),
        message(
            "java",
            "Java heap space",
            "GC overhead limit exceeded",
            pattern=(r"(?:OutOfMemoryError|Java heap space|GC overhead limit exceeded)"),
            source="OpenJDK java.lang.OutOfMemoryError messages, 21",
        ),
        message(
            "dotnet",
            "System.OutOfMemoryException",
            pattern=(r"System\.OutOfMemoryException"),
            source=".NET runtime, 8",
        ),
        message(
            "go",
            "runtime: out of memory",
            pattern=(r"(?:fatal error: )?runtime: out of memory"),
            source="Go runtime/malloc.go, 1.22",
        ),
        message(
            "ruby",
            "failed to allocate memory",
            pattern=(r"failed to allocate memory(?: \(NoMemoryError\))?"),
            source="Ruby error.c, 3.3",
        ),
        message(
            "php",
            "Allowed memory size of",
            pattern=(r"Allowed memory size of \d+ bytes exhausted"),
            source="PHP Zend/zend_alloc.c, 8.3",
        ),
        message(
            "fork",
            "Cannot allocate memory",
            pattern=(
                r"(?:Errno 12\]|ENOMEM|fork|posix_spawn|os error 12)[^\n]{0,200}Cannot alloc"
                r"ate memory|Cannot allocate memory[^\n]{0,80}(?:fork|errno 12|os error 12)"
            ),
            source="errno ENOMEM as libc prints it, glibc 2.34",
        ),
    ),
    summary="The function reached its memory limit.",
    fix=_fix,
    weight=DECISIVE,
)
