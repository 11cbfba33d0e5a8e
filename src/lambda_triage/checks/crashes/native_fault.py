"""Native code crashed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import STRONG, message, signature_check
from lambda_triage.checks.without import without
from lambda_triage.findings import FixPackage, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    return (
        FixPackage(
            "rebuild",
            "native dependencies",
            "Rebuild native dependencies for the function's platform, and try their newest version",
        ),
    )


NATIVE_FAULT = without(
    signature_check(
        id="crashes/native-fault",
        title="Native code crashed",
        severity=Severity.HIGH,
        cause="native_crash",
        since="0.1",
        messages=(
            message(
                "platform",
                "signal: segmentation fault",
                "signal: aborted",
                "signal: bus error",
                "signal: illegal instruction",
                "signal: trace/breakpoint trap",
                "signal: floating point exception",
                "exit status 134",
                "exit status 139",
                pattern=r"exited with error: (?:signal: (?P<signal>segmentation fault"
                r"|aborted|bus error|illegal instruction|trace/breakpoint trap"
                r"|floating point exception)"
                r"|exit status (?:134|139)\b)",
                source="Lambda platform line; runtime interface emulator rapid/handlers.go, 2025",
            ),
            message(
                "process",
                "egmentation fault",
                "SIGSEGV",
                "SIGABRT",
                "SIGILL",
                "SIGBUS",
                "core dumped",
                "fatal error has been detected by the Java Runtime",
                "Fatal Python error: ",
                "unexpected signal during runtime execution",
                # Go prints `[signal SIGSEGV: …]` for a nil pointer, which is plain code.
                pattern=r"(?P<signal>(?<!signal: )[Ss]egmentation fault"
                r"|(?<!\[signal )\bSIG(?:SEGV|ABRT|ILL|BUS)\b|core dumped"
                r"|fatal error has been detected by the Java Runtime"
                r"|Fatal Python error: (?:Segmentation fault|Aborted|Bus error|Illegal instruction)"
                r"|unexpected signal during runtime execution)",
                source="bash, glibc, CPython faulthandler, HotSpot, Go runtime fault reports, 2025",
            ),
            message(
                "heap",
                "double free or corruption",
                "free(): invalid",
                "malloc(): ",
                "corrupted size vs. prev_size",
                "stack smashing detected",
                "terminate called after throwing",
                "Assertion `",
                pattern=r"(?P<signal>double free or corruption|free\(\): invalid (?:pointer|size)"
                r"|malloc\(\): (?:corrupted|invalid|memory corruption|unsorted|mismatching)"
                r"|corrupted size vs\. prev_size"
                r"|stack smashing detected|terminate called after throwing(?![^\n]{0,60}bad_alloc)"
                r"|Assertion `[^\n]{1,200}' failed)",
                source="glibc malloc.c, stack_chk_fail, assert; libstdc++ vterminate.cc, 2025",
            ),
        ),
        summary="Native code ended the runtime: {signal}.",
        fix=_fix,
        weight=STRONG,
    ),
    # A heap that is full ends in an abort, too, and says so first.
    "memory",
)
