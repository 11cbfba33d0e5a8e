"""Native code crashed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import STRONG, message, signature_check
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


NATIVE_FAULT = signature_check(
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
            pattern=(
                r"Runtime exited with error: signal: (?P<signal>segmentation fault|aborted|b"
                r"us error|illegal instruction)"
            ),
            source="Lambda platform line; runtime interface emulator rapid/handlers.go, 2025",
        ),
        message(
            "process",
            "Segmentation fault",
            "SIGSEGV",
            pattern=(r"(?P<signal>Segmentation fault|SIGSEGV)"),
            source="bash, Go and JVM fault reports, 2024",
        ),
    ),
    summary="Native code ended the runtime: {signal}.",
    fix=_fix,
    weight=STRONG,
)
