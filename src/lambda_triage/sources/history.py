"""Platform lines and hits, in order → attempts with their outcome. One streaming pass."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.scan.block import NO_STREAM, Stream
from lambda_triage.scan.row import Kind, Row
from lambda_triage.sources.attempt import MESSAGE_LIMIT, Attempt
from lambda_triage.sources.lane import Lane, Started
from lambda_triage.sources.platform import PlatformLine, read_platform

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lambda_triage.sources.event import Event
    from lambda_triage.sources.failure import Failure


# What loggers put before the words: level, time, request id.
HEAD = re.compile(
    r"^(?:\[[A-Z]+\]\s+)?(?:\d{4}-\d\d-\d\dT\S+\s+)?(?:[0-9a-f]{8}-[0-9a-f-]{27}\s+)?"
    r"(?:(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR)\s+)?"
)
JSON_MESSAGE = re.compile(r'"message"\s*:\s*"((?:[^"\\]|\\.){1,300})')


class History:
    """Feeds on rows in reading order; hands each attempt on once no line can change it.

    settle  called once per finished attempt
    loose   called once per event that belongs to no attempt
    """

    def __init__(self, settle: Callable[[Attempt], None], loose: Callable[[Event], None]) -> None:
        self._settle = settle
        self._loose = loose
        self._by_stream: dict[tuple[int | None, str | None, str | None], Lane] = {}
        self.lanes: list[Lane] = []

    def lane(self, stream: Stream, input: int) -> Lane:
        """The lane of a stream; streams without a name are told apart by input only."""
        key = (None if stream.name else input, stream.group, stream.name)
        found = self._by_stream.get(key)
        if found is None:
            found = Lane(len(self.lanes), input, stream, single=stream.name is not None)
            self._by_stream[key] = found
            self.lanes.append(found)
        return found

    def lanes_of(self, streams: Sequence[Stream], input: int) -> dict[int, Lane]:
        """Lane by the stream index that the rows of one scan use."""
        lanes = {index: self.lane(stream, input) for index, stream in enumerate(streams)}
        lanes[NO_STREAM] = self.lane(Stream(), input)
        return lanes

    def feed(self, row: Row, lane: Lane, event: Event | None, failure: Failure | None) -> None:
        """Take one row; *event* is the kept event of that row and *failure* the error it tells."""
        match row.kind:
            case Kind.HIT:
                self._hit(row, lane, event, failure)
            case Kind.INIT_START | Kind.RESTORE_START:
                self._init_start(lane, row, event)
            case Kind.EXTENSION | Kind.RUNTIME_DONE | Kind.RESTORE_REPORT | Kind.INIT_REPORT:
                self._around(row, lane, event)
            case _:
                self._platform(row, lane, event)

    def finish(self) -> None:
        """Close everything that is still open."""
        for lane in self.lanes:
            for attempt in list(lane.open.values()):
                self._close(lane, attempt)
            self._init_without_start(lane)
            for attempt in lane.recent.values():
                self._settle(attempt)
            lane.recent.clear()

    def _platform(self, row: Row, lane: Lane, event: Event | None) -> None:
        line = read_platform(row)
        match row.kind:
            case Kind.START:
                attempt = self._start(row, lane, line)
            case Kind.END:
                attempt = self._existing(row, lane)
                attempt.ended = True
                attempt.end_us = attempt.end_us if attempt.reported else row.time_us
            case Kind.REPORT:
                attempt = self._report(row, lane, line)
            case _:
                attempt = self._existing(row, lane)
                _fail(attempt, row.kind, line)
        _last_words(attempt, row)
        if event is not None:
            attempt.events.append(event)

    def _start(self, row: Row, lane: Lane, line: PlatformLine) -> Attempt:
        known = lane.find(row.request_id)
        if known is None or known.started:
            if lane.single:
                for before in list(lane.open.values()):
                    self._close(lane, before)
            known = self._new(row, lane)
        known.started = True
        known.start_us = row.time_us
        known.version = line.version or lane.version
        lane.version = known.version
        self._take_init(lane, known)
        return known

    def _report(self, row: Row, lane: Lane, line: PlatformLine) -> Attempt:
        attempt = self._existing(row, lane)
        if attempt.reported:  # a second REPORT for one id is another attempt whose START is lost
            attempt = self._new(row, lane)
        line.fill(attempt)
        attempt.reported = True
        attempt.end_us = row.time_us
        attempt.input, attempt.line, attempt.offset = row.input, row.line, row.offset
        if not attempt.started:
            self._take_init(lane, attempt)
        self._close(lane, attempt)
        return attempt

    def _existing(self, row: Row, lane: Lane) -> Attempt:
        known = lane.find(row.request_id)
        if known is None and row.request_id is None:
            known = lane.current()
        return known or self._new(row, lane)

    def _new(self, row: Row, lane: Lane) -> Attempt:
        attempt = Attempt(lane.index, row.request_id, row.input, row.line, row.offset)
        if attempt.key in lane.open:
            self._close(lane, lane.open[attempt.key])
        lane.open[attempt.key] = attempt
        return attempt

    def _close(self, lane: Lane, attempt: Attempt) -> None:
        for old in lane.close(attempt):
            self._settle(old)

    def _init_start(self, lane: Lane, row: Row, event: Event | None) -> None:
        if lane.single:
            for before in list(lane.open.values()):
                self._close(lane, before)
        self._init_without_start(lane)
        lane.initialising = True
        line = read_platform(row)
        lane.function = line.function or lane.function
        lane.runtime_version = line.runtime_version or lane.runtime_version
        if line.runtime_version:
            first = Started(line.runtime_version_arn, row.time_us, row.input, row.line)
            lane.runtimes.setdefault(line.runtime_version, first).count += 1
        if event is not None:
            lane.waiting.append(event)

    def _around(self, row: Row, lane: Lane, event: Event | None) -> None:
        if row.kind is Kind.INIT_REPORT or row.kind is Kind.RESTORE_REPORT:
            line = read_platform(row)
            if line.status in ("error", "timeout"):
                lane.init_failure = (line.status, line.error_type)
                lane.initialising = True
        if row.kind is Kind.RUNTIME_DONE and (attempt := lane.find(row.request_id)):
            line = read_platform(row)
            if line.status in ("error", "failure", "timeout"):
                attempt.report_status = attempt.report_status or line.status
                attempt.error_type = attempt.error_type or line.error_type
        if event is not None:
            self._attach(row, lane, event)

    def _hit(self, row: Row, lane: Lane, event: Event | None, failure: Failure | None) -> None:
        attempt = lane.find(row.request_id) or (lane.current() if row.request_id is None else None)
        if failure and failure.is_init and (attempt is None or not attempt.reported):
            lane.initialising = lane.initialising or attempt is None
        if failure and attempt is not None and failure.unhandled:
            attempt.raised = True
            attempt.tell(failure.error_type, failure.message, failure.fingerprint)
            attempt.init_failed = attempt.init_failed or failure.is_init
        if event is not None:
            self._attach(row, lane, event, attempt)

    def _attach(self, row: Row, lane: Lane, event: Event, attempt: Attempt | None = None) -> None:
        attempt = (
            attempt
            or lane.find(row.request_id)
            or (lane.current() if row.request_id is None else None)
        )
        if attempt is not None:
            attempt.events.append(event)
        elif lane.initialising and row.request_id is None:
            lane.waiting.append(event)
        else:
            self._loose(event)

    def _take_init(self, lane: Lane, attempt: Attempt) -> None:
        if lane.init_failure is not None:
            attempt.init_failed = True
            attempt.error_type = attempt.error_type or lane.init_failure[1]
        attempt.events.extend(lane.waiting)
        lane.waiting, lane.init_failure, lane.initialising = [], None, False

    def _init_without_start(self, lane: Lane) -> None:
        """An init that failed and whose request never came into view is an attempt without id."""
        if lane.init_failure is not None:
            first = lane.waiting[0] if lane.waiting else None
            attempt = Attempt(
                lane.index,
                None,
                first.input if first else 0,
                first.line if first else 0,
                first.offset if first else -1,
                start_us=first.time_us if first else None,
            )
            self._take_init(lane, attempt)
            self._close(lane, attempt)
        for event in lane.waiting:
            self._loose(event)
        lane.waiting, lane.initialising = [], False


def _last_words(attempt: Attempt, row: Row) -> None:
    """Keep what the function wrote last before it was stopped, and how long it was silent."""
    if row.before is None or attempt.last_line is not None:
        return
    before_us, start_us = row.before_us, attempt.start_us
    if before_us is not None and start_us is not None and before_us < start_us:
        return  # an earlier invocation's line: this one wrote nothing
    first = row.before.split("\n", 1)[0]
    message = JSON_MESSAGE.search(first) if first.startswith("{") else None
    attempt.last_line = (message[1] if message else HEAD.sub("", first, count=1))[:MESSAGE_LIMIT]
    if row.time_us is not None and row.before_us is not None:
        attempt.silent_us = max(0, row.time_us - row.before_us)


def _fail(attempt: Attempt, kind: Kind, line: PlatformLine) -> None:
    if kind is Kind.TIMEOUT:
        attempt.timed_out = True
    elif kind is Kind.FAULT:
        if line.error_type == "Sandbox.Timedout":
            attempt.timed_out = True
        else:
            attempt.fault = line.message or "unknown fault"
    attempt.tell(line.error_type, line.message, None)
