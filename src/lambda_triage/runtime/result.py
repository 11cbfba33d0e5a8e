"""What a run leaves behind: log events, and one record for each invocation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

if TYPE_CHECKING:
    from lambda_triage.runtime.function import JSON

Status = Literal["ok", "error", "timeout", "oom", "crash", "init_failure"]


class LogEvent(Struct, frozen=True):
    """One event of the log group; the message is CloudWatch's, line ends included."""

    time_us: int
    stream: str
    message: str


class Invocation(Struct, frozen=True):
    """One attempt of one request id.

    response       what the handler returned (parsed, if it is JSON), or the error document that
                   the caller of Invoke would get
    error_type     the `errorType` of that document; None when the status is ok
    init_us        length of the init phase, when this invocation was a cold start
    max_memory_mb  high-water mark of the environment so far, as REPORT prints it
    """

    request_id: str
    stream: str
    status: Status
    start_us: int
    duration_us: int
    billed_ms: int
    max_memory_mb: int
    init_us: int | None = None
    response: JSON = None
    error_type: str | None = None
    error_message: str | None = None


class Run(Struct, frozen=True):
    """All log events in the order in which they were written, and all invocations."""

    events: tuple[LogEvent, ...]
    invocations: tuple[Invocation, ...]

    @property
    def text(self) -> str:
        """The log as one text."""
        return "".join(
            e.message if e.message.endswith("\n") else f"{e.message}\n" for e in self.events
        )
