"""Out of memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.more_memory import more_memory
from lambda_triage.checks.signature import DECISIVE, STRONG, message, signature_check
from lambda_triage.checks.weighed import weighed
from lambda_triage.findings import Finding, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    size = function.memory_mb if function else None
    return (more_memory(size, function, "{}, or take the data in parts"),)


def _weight(finding: Finding, _: FunctionConfiguration | None) -> float:
    return STRONG if finding.fact("errno") else DECISIVE


MESSAGES = (
    message(
        "reason",
        "FunctionError.InitResourceExhausted",
        pattern=r"\b(?:FunctionError\.InitResourceExhausted)\b",
        source="botocore lambda model, StateReasonCode, 2026",
    ),
    message(
        "killed",
        "signal: killed",
        "exit status 137",
        pattern=r"(?:Runtime exited with error|Error): (?:Runtime exited with error: )?"
        r"(?:signal: killed|exit status 137\b)",
        source="Lambda platform line; runtime interface emulator rapid/handlers.go, 2025",
    ),
    message(
        "platform",
        "Runtime.OutOfMemory",
        pattern=r"Runtime\.OutOfMemory",
        source="REPORT error type; Lambda guide, error types, 2026",
    ),
    message(
        "python",
        "MemoryError",
        "DefaultCPUAllocator",
        "malloc of size ",
        pattern=r"(?:^|[\[\s\"'.:_])(?:Array|Arrow)?MemoryError(?:$|[\s:\"'\\(])"
        r"|DefaultCPUAllocator: (?:can't allocate|not enough) memory|malloc of size \d+ failed",
        source="CPython; NumPy _exceptions.py; PyTorch; Apache Arrow memory_pool.cc, 2025",
    ),
    message(
        "java",
        "Java heap space",
        "GC overhead limit exceeded",
        "Direct buffer memory",
        "Requested array size exceeds VM limit",
        "insufficient memory for the Java Runtime",
        pattern=r"Java heap space|GC overhead limit exceeded|Direct buffer memory"
        r"|Requested array size exceeds VM limit|insufficient memory for the Java Runtime",
        source="OpenJDK java.lang.OutOfMemoryError messages, 8 to 25",
    ),
    message(
        "dotnet",
        "OutOfMemoryException",
        pattern=r"\bOutOfMemoryException\b",
        source=".NET runtime, 8",
    ),
    message(
        "go",
        "runtime: out of memory",
        "runtime: cannot allocate",
        pattern=r"(?:fatal error: )?runtime: (?:out of memory|cannot allocate (?:heap|memory))",
        source="Go runtime/malloc.go, 1.22",
    ),
    message(
        "ruby",
        "failed to allocate memory",
        "NoMemoryError",
        pattern=r"failed to allocate memory|\bNoMemoryError\b",
        source="Ruby error.c, 3.3",
    ),
    message(
        "php",
        "Allowed memory size of",
        "Out of memory (allocated",
        pattern=r"Allowed memory size of \d+ bytes exhausted|Out of memory \(allocated",
        source="PHP Zend/zend_alloc.c, 8.3",
    ),
    message(
        "native",
        "memory allocation of ",
        "std::bad_alloc",
        "Array buffer allocation failed",
        "ERR_MEMORY_ALLOCATION_FAILED",
        pattern=r"memory allocation of \d+ bytes failed|std::bad_alloc"
        r"|Array buffer allocation failed|ERR_MEMORY_ALLOCATION_FAILED",
        source="Rust alloc; C++ standard library; V8 and Node.js buffers, 2025",
    ),
    message(
        "fork",
        "annot allocate memory",
        "ENOMEM",
        "[Errno 12]",
        pattern=r"(?P<errno>[Cc]annot allocate memory|\bENOMEM\b|\[Errno 12\])",
        source="errno ENOMEM as libc, Go, Node.js and CPython print it, 2025",
    ),
)


def _went_on(signal: Signal, _: FunctionConfiguration | None) -> bool:
    """The invocation went on: the allocation was tried again, or not needed."""
    return signal.name == "fork" and signal.ok > 0 and not signal.failed


OUT_OF_MEMORY = weighed(
    signature_check(
        id="memory/out-of-memory",
        title="Out of memory",
        severity=Severity.HIGH,
        cause="oom_killed",
        since="0.1",
        messages=MESSAGES,
        summary="The function reached its memory limit.",
        fix=_fix,
        unless=_went_on,
        symptom="oom",
    ),
    _weight,
)
