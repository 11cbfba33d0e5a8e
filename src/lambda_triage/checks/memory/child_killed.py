"""Child processes that the kernel killed, as it does when memory runs out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.more_memory import more_memory
from lambda_triage.checks.signature import message, signature_check
from lambda_triage.findings import EditCode, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

LIKELY = 2.0  # a child can be killed for other reasons, too


def _fix(_: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    size = function.memory_mb if function else None
    return (
        more_memory(size, function, "{}: a child's memory counts, too"),
        EditCode("Limit what the child may use (its threads, buffers, resolution, heap)"),
    )


def _went_on(signal: Signal, _: FunctionConfiguration | None) -> bool:
    """The invocation went on: the child was started again, or not needed."""
    return signal.ok > 0 and not signal.failed


CHILD_KILLED = signature_check(
    id="memory/child-killed",
    title="A child process was killed",
    severity=Severity.HIGH,
    cause="oom_killed",
    since="0.1",
    messages=(
        message(
            "child",
            "SIGKILL",
            "exit code 137",
            "code: 137",
            "status 137",
            "exit -9",
            "code -9",
            "code=-9",
            "code: -9",
            "status -9",
            pattern=r"died with <Signals\.SIGKILL|(?:killed|terminated) (?:with|by)"
            r" (?:signal )?SIGKILL|was sent SIGKILL! Perhaps out of memory|signal: ?'?SIGKILL"
            r"|exit(?:ed)?(?: with)? (?:exit )?(?:code|status):? 137\b"
            r"|\b(?:exit(?:ed)?(?: with)?(?: exit)?|return(?:ed)? ?)"
            r"(?:[ _]?(?:code|status))?[:=]? ?-9\b",
            source="CPython subprocess, execa, Node.js child_process, gunicorn arbiter.py, 2025",
        ),
    ),
    summary="A child process of the function was killed, as the kernel does when memory runs out",
    fix=_fix,
    weight=LIKELY,
    unless=_went_on,
    symptom="oom",
)
