"""Code that calls itself until the stack is full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.findings import EditCode, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

MORE_THAN_GENERAL = 5.0  # log-odds; a full stack also ends the process, which has its own checks


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    line = signal.captures.get("line")
    return (
        EditCode(
            "Give the recursion an end that every input reaches, or make it a loop; look for"
            " data that refers to itself. A larger limit only postpones the crash",
            signal.captures.get("file"),
            int(line) if line else None,
        ),
    )


ENDLESS_RECURSION = signature_check(
    id="code/endless-recursion",
    title="The code calls itself without end",
    severity=Severity.MEDIUM,
    cause="app_code_error",
    since="0.1",
    messages=(
        message(
            "script",
            "maximum recursion depth exceeded",
            "Maximum call stack size exceeded",
            "stack level too deep",
            pattern=r"maximum recursion depth exceeded|Maximum call stack size exceeded"
            # The first frame of the function's own code, where a trace follows.
            r"(?:[\s\S]{0,3000}?(?P<file>/var/task/(?!node_modules/|vendor/)[^\s():\"',\\]{1,200})"
            r":(?P<line>\d{1,6}))?|stack level too deep",
            source="CPython ceval.c; V8 kStackOverflow; Ruby vm_insnhelper.c, 2025",
        ),
        message(
            "jvm",
            "java.lang.StackOverflowError",
            # Jackson names the error where it meets a cycle: the response is then at fault.
            pattern=r"(?<!\()java\.lang\.StackOverflowError"
            r"(?![^\n]{0,200}\(through reference chain)"
            r"(?:[\s\S]{0,600}?\((?P<file>(?!HashMap|ArrayList|String)\w+\.(?:java|kt|scala))"
            r":(?P<line>\d{1,6})\))?",
            source="OpenJDK Throwable.printStackTrace, 2025",
        ),
        message(
            "process",
            "goroutine stack exceeds",
            "has overflowed its stack",
            "Process is terminated due to StackOverflowException",
            "Stack overflow.",
            pattern=r"goroutine stack exceeds \d{1,12}-byte limit|has overflowed its stack"
            r"|Process is terminated due to StackOverflowException|^Stack overflow\.\s*$",
            source="Go runtime/stack.go; Rust std stack_overflow.rs; .NET eepolicy.cpp, 2025",
        ),
    ),
    summary="The code calls itself until the stack is full",
    fix=_fix,
    weight=MORE_THAN_GENERAL,
)
