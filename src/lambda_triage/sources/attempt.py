"""One attempt of one request id while its lines are still arriving."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    from lambda_triage.sources.event import Event

KILLED = "signal: killed"
NEAR_LIMIT = 0.9  # a kill below this share of Memory Size is not called out of memory by itself
MESSAGE_LIMIT = 300  # characters of an error message kept with the invocation


class Attempt(Struct, eq=False):
    """What is known so far; None is unknown. Units as in the `invocations` table."""

    lane: int
    request_id: str | None
    input: int
    line: int
    offset: int
    version: str | None = None
    start_us: int | None = None
    end_us: int | None = None
    started: bool = False
    ended: bool = False
    reported: bool = False
    duration_us: int | None = None
    billed_ms: int | None = None
    init_us: int | None = None
    restore_us: int | None = None
    memory_mb: int | None = None
    max_memory_mb: int | None = None
    report_status: str | None = None
    error_type: str | None = None
    message: str | None = None
    fingerprint: str | None = None
    trace_id: str | None = None
    timed_out: bool = False
    last_line: str | None = None
    silent_us: int | None = None
    fault: str | None = None
    init_failed: bool = False
    raised: bool = False
    events: list[Event] = field(default_factory=list)

    @property
    def key(self) -> str:
        """What tells it from the other attempts of its lane at one time."""
        return self.request_id or f"?{self.input}:{self.line}:{self.offset}"

    @property
    def failed(self) -> bool:
        """Whether its lines show that it did not succeed."""
        return self.status not in ("ok", "unknown")

    @property
    def status(self) -> str:
        """ok, error, timeout, oom, crash, init_failure or unknown."""
        if self.timed_out or self.report_status == "timeout":
            return "timeout"
        if self.error_type == "Runtime.OutOfMemory":
            return "oom"
        if self.fault is not None:
            return "oom" if KILLED in self.fault and self._near_memory_limit() else "crash"
        if self.init_failed and (self.report_status == "error" or not self.reported):
            return "init_failure"
        if self.report_status == "error":
            return "crash" if self.error_type == "Runtime.ExitError" else "error"
        if self.raised:
            return "error"
        return "ok" if self.reported else "unknown"

    def tell(self, error_type: str | None, message: str | None, fingerprint: str | None) -> None:
        """Keep the first error that is told in words; a later, vaguer one does not replace it."""
        if self.message is None and message:
            self.message = message.split("\n", 1)[0][:MESSAGE_LIMIT]
            self.error_type = error_type or self.error_type
            self.fingerprint = fingerprint
        elif self.error_type is None:
            self.error_type = error_type

    def _near_memory_limit(self) -> bool:
        if self.memory_mb is None or self.max_memory_mb is None:
            return True
        return self.max_memory_mb >= NEAR_LIMIT * self.memory_mb
