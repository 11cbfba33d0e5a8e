"""The JVM's metaspace is exhausted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.more_memory import more_memory
from lambda_triage.checks.signature import message, signature_check
from lambda_triage.findings import Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    size = function.memory_mb if function else None
    told = "{}: the JVM sizes its metaspace from it; or load fewer classes"
    return (more_memory(size, function, told),)


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
            "Compressed class space",
            "PermGen space",
            pattern=r"OutOfMemoryError:\s{1,3}(?:Metaspace|Compressed class space|PermGen space)"
            r"|Metaspace: java\.lang\.OutOfMemoryError|could not be loaded: Metaspace\b"
            r"|errorMessage\\?[\"']\s?:\s?\\?[\"'](?:Metaspace|Compressed class space)\\?[\"']",
            source="OpenJDK memory/metaspace.cpp, 8 to 25; AWS Lambda Java runtime payload, 2025",
        ),
    ),
    summary="The JVM has no room left for classes.",
    fix=_fix,
    weight=6.0,
    symptom="oom",
)
