"""One lane of history: a log stream, or an input whose streams are not told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.scan.block import Stream
    from lambda_triage.sources.attempt import Attempt
    from lambda_triage.sources.event import Event

RECENT = 64  # closed attempts that late lines may still belong to


class Started(Struct):
    """Starts on one version of the runtime: how many, and where the first of them stands."""

    arn: str | None
    first_us: int | None
    input: int
    line: int
    count: int = 0


class Lane(Struct):
    """Open and recent attempts of a lane, and what was seen since the last one closed.

    single  the lane is one environment, so a new START ends the attempt before it
    """

    index: int
    input: int
    stream: Stream
    single: bool
    function: str | None = None
    version: str | None = None
    runtime_version: str | None = None
    runtimes: dict[str, Started] = field(default_factory=dict)  # by version
    initialising: bool = False
    init_failure: tuple[str, str | None] | None = None  # status, error type of INIT_REPORT
    waiting: list[Event] = field(default_factory=list)  # init events, before their START
    open: dict[str, Attempt] = field(default_factory=dict)
    recent: dict[str, Attempt] = field(default_factory=dict)  # by id, oldest first

    def find(self, request_id: str | None) -> Attempt | None:
        """The latest attempt with this id that is still at hand."""
        if request_id is None:
            return None
        return self.open.get(request_id) or self.recent.get(request_id)

    def current(self) -> Attempt | None:
        """The one attempt that is running; None when there is none, or no telling which."""
        return next(iter(self.open.values())) if len(self.open) == 1 else None

    def close(self, attempt: Attempt) -> Iterator[Attempt]:
        """Move an attempt to the recent ones; yields those that need not wait for late lines."""
        key = attempt.key
        if self.open.get(key) is attempt:
            del self.open[key]
        before = self.recent.pop(key, None)
        if before is not None and before is not attempt:
            yield before
        self.recent[key] = attempt
        while len(self.recent) > RECENT:
            yield self.recent.pop(next(iter(self.recent)))
