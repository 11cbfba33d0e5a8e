"""The JVM's metaspace is exhausted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.findings import Remedy, SetProperty, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    return (
        SetProperty(
            "MemorySize",
            min(2 * function.memory_mb, 10_240) if function and function.memory_mb else 1024,
            "Raise memory: the JVM sizes its metaspace from it; or load fewer classes",
            "costs more per millisecond",
        ),
    )


METASPACE_EXHAUSTED = signature_check(
    id="memory/metaspace-exhausted",
    title="The JVM's metaspace is exhausted",
    severity=Severity.HIGH,
    cause="java_metaspace",
    since="0.1",
    messages=(
        message(
            "metaspace",
            "Metaspace",
            pattern=(
                r"OutOfMemoryError: Metaspace|Metaspace: java\.lang\.OutOfMemoryError|OutOfM"
                r"emoryError: Compressed class space"
            ),
            source="OpenJDK memory/metaspace.cpp, 21",
        ),
    ),
    summary="The JVM has no room left for classes.",
    fix=_fix,
    weight=6.0,
)
