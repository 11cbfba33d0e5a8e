"""The exact text of the lines that the Lambda platform itself writes, in the plain-text format."""

from __future__ import annotations

import hashlib
import math
import re
from datetime import UTC, datetime

from lambda_triage.runtime.function import REGION

# Names as Go prints them, since Lambda's supervisor is a Go program (`signal: killed`).
_SIGNALS = {
    1: "hangup",
    2: "interrupt",
    3: "quit",
    4: "illegal instruction",
    5: "trace/breakpoint trap",
    6: "aborted",
    7: "bus error",
    8: "floating point exception",
    9: "killed",
    11: "segmentation fault",
    13: "broken pipe",
    14: "alarm clock",
    15: "terminated",
}


def init_start(runtime: str) -> str:
    """Return INIT_START; version and ARN are of the right shape, and of no real runtime."""
    name = re.sub(r"^([a-z]+)\.?", r"\1:", runtime)  # python3.11, provided.al2023
    digest = hashlib.sha256(runtime.encode()).hexdigest()
    arn = f"arn:aws:lambda:{REGION}::runtime:{digest}"
    return f"INIT_START Runtime Version: {name}.v1\tRuntime Version ARN: {arn}\n"


def init_report(duration_us: int, phase: str, error_type: str | None) -> str:
    """Return INIT_REPORT of a failed phase (`init` or `invoke`); no error type is a time-out."""
    return (
        f"INIT_REPORT Init Duration: {_ms(duration_us)} ms\tPhase: {phase}{_status(error_type)}\n"
    )


def start(request_id: str) -> str:
    """Return START."""
    return f"START RequestId: {request_id} Version: $LATEST\n"


def end(request_id: str) -> str:
    """Return END."""
    return f"END RequestId: {request_id}\n"


def report(
    request_id: str,
    duration_us: int,
    *,
    memory_mb: int,
    max_memory_mb: int,
    init_us: int | None = None,
    status: str = "",
) -> str:
    """Return REPORT, which ends with TAB, LF unless `status` (the result of `failed`) ends it."""
    init = "" if init_us is None else f"Init Duration: {_ms(init_us)} ms\t"
    fields = (
        f"REPORT RequestId: {request_id}",
        f"Duration: {_ms(duration_us)} ms",
        f"Billed Duration: {billed_ms(duration_us, init_us)} ms",
        f"Memory Size: {memory_mb} MB",
        f"Max Memory Used: {max_memory_mb} MB",
        f"{init}{status}\n",
    )
    return "\t".join(fields)


def failed(error_type: str | None) -> str:
    """Return the tail of REPORT for an invocation the platform ended; no type is a time-out."""
    return _status(error_type).removeprefix("\t")


def billed_ms(duration_us: int, init_us: int | None) -> int:
    """Return whole milliseconds; since August 2025 the init phase is billed in all cases."""
    return math.ceil((duration_us + (init_us or 0)) / 1000)


def timed_out(request_id: str, time_us: int, elapsed_us: int) -> str:
    """Return the time-out line, which carries its own time and ends with an empty line."""
    stamp = datetime.fromtimestamp(time_us // 1000 / 1000, UTC)
    text = stamp.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return f"{text} {request_id} Task timed out after {elapsed_us / 1e6:.2f} seconds\n\n"


def fault(request_id: str, reason: str, error_type: str) -> str:
    """Return the line of a runtime that went away."""
    return f"RequestId: {request_id} Error: {reason}\n{error_type}\n"


def exit_reason(returncode: int) -> str:
    """Return why a process ended, in Lambda's words; a negative code is a signal."""
    if returncode == 0:
        return "Runtime exited without providing a reason"
    if returncode > 0:
        return f"Runtime exited with error: exit status {returncode}"
    name = _SIGNALS.get(-returncode, f"signal {-returncode}")
    return f"Runtime exited with error: signal: {name}"


def _status(error_type: str | None) -> str:
    return (
        "\tStatus: timeout" if error_type is None else f"\tStatus: error\tError Type: {error_type}"
    )


def _ms(duration_us: int) -> str:
    return f"{duration_us / 1000:.2f}"
