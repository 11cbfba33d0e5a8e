"""The V8 heap is exhausted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.more_memory import more_memory
from lambda_triage.checks.signature import message, signature_check
from lambda_triage.findings import Remedy, SetEnvironment, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    limit = int(0.9 * function.memory_mb) if function and function.memory_mb else None
    value = f"--max-old-space-size={limit}" if limit else None
    size = function.memory_mb if function else None
    return (
        SetEnvironment(
            "NODE_OPTIONS", value, "Let the heap use most of the memory that is paid for"
        ),
        more_memory(size, function, "{}, or hold less of the data at once"),
    )


NODE_HEAP_EXHAUSTED = signature_check(
    id="memory/node-heap-exhausted",
    title="The V8 heap is exhausted",
    severity=Severity.HIGH,
    cause="heap_oom_node",
    since="0.1",
    messages=(
        message(
            "heap",
            "JavaScript heap out of memory",
            "Reached heap limit",
            "near heap limit",
            "Allocation failed - process out of memory",
            "ERR_WORKER_OUT_OF_MEMORY",
            "OOMErrorHandler",
            "FatalProcessOutOfMemory",
            pattern=r"JavaScript heap out of memory|Reached heap limit Allocation failed"
            r"|mark-compacts near heap limit|Allocation failed - process out of memory"
            r"|ERR_WORKER_OUT_OF_MEMORY|OOMErrorHandler|FatalProcessOutOfMemory",
            source="V8 api.cc and heap.cc; Node.js node_errors.cc and worker, 4 to 24",
        ),
    ),
    summary="Node's own heap limit was reached.",
    fix=_fix,
    weight=6.0,
    symptom="oom",
)
