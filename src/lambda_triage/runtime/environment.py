"""One execution environment: init once, then invocations until it ends or is killed."""

from __future__ import annotations

import json
import math
import time
import uuid
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.errors import RuntimeFault, as_name
from lambda_triage.runtime import lines
from lambda_triage.runtime.api import Post, Request, error_type
from lambda_triage.runtime.journal import Journal
from lambda_triage.runtime.process import command
from lambda_triage.runtime.result import Invocation, LogEvent, Status
from lambda_triage.runtime.sandbox import Ended, Sandbox, now_us

if TYPE_CHECKING:
    from lambda_triage.runtime.clock import Clock
    from lambda_triage.runtime.function import JSON, Function

INIT_LIMIT_US = 10_000_000  # init phase of on-demand functions (Lambda Developer Guide)
_MB = 1 << 20


class _Failure(Struct, frozen=True):
    """Why the platform ended an invocation; no error type is a time-out."""

    status: Status
    error_type: str | None
    reason: str | None = None  # the platform's own words, where it writes any
    body: bytes | None = None  # the runtime's error document, where it posted one


class Environment:
    """Owns a log stream and what runs behind it; not `alive` once it must be replaced."""

    def __init__(self, function: Function, stream: str, clock: Clock) -> None:
        """Prepare; nothing is started before `init`."""
        self._function = function
        self._clock = clock
        self._journal = Journal(stream, clock, function)
        self._sandbox: Sandbox | None = None
        self._peak = 0  # bytes, over all processes of the environment
        self._cold_us: int | None = None  # the init phase, until its first REPORT
        self._dead = False

    @property
    def events(self) -> tuple[LogEvent, ...]:
        """Return what was logged so far."""
        return tuple(self._journal.events)

    @property
    def alive(self) -> bool:
        """Whether an event can be sent to it."""
        return not self._dead and (self._sandbox is None or self._sandbox.running())

    def init(self) -> None:
        """Run the init phase; its failure is logged, and the invocation tries again."""
        self._journal.platform(lines.init_start(self._function.runtime))
        began = now_us()
        failure = self._start(began + INIT_LIMIT_US)
        if failure is None:
            self._cold_us = now_us() - began
            return
        self._journal.platform(lines.init_report(now_us() - began, "init", failure.error_type))

    def invoke(self, event: JSON) -> Invocation:
        """Run one invocation, to its REPORT line."""
        request_id = str(uuid.uuid4())
        began = now_us()
        deadline = began + round(self._function.timeout_s * 1e6)
        failure = self._start(deadline) if self._sandbox is None else None
        if failure is not None:
            again = lines.init_report(now_us() - began, "invoke", failure.error_type)
            self._journal.platform(again)
        start_us = self._clock.now_us()
        self._journal.platform(lines.start(request_id))
        outcome = failure or self._handle(request_id, event, deadline)
        return self._finish(request_id, start_us, now_us() - began, outcome)

    def close(self) -> None:
        """End what runs; may be called twice."""
        self._dead = True
        if self._sandbox is not None:
            self._sandbox.stop()
            self._peak = max(self._peak, self._sandbox.peak)
            self._sandbox = None

    def _start(self, deadline: int) -> _Failure | None:
        try:
            self._sandbox = Sandbox(self._function, self._journal)
        except OSError as error:
            return _not_executable(self._function, error)
        except ValueError:  # a null, or a = in a variable's name: no system takes these
            raise RuntimeFault(
                f"{as_name(self._function.name)} has a null in its settings, or a variable whose"
                " name no system takes; correct handler and variables in the template"
            ) from None
        ended = self._sandbox.wait(deadline)
        if ended.kind == "ready":
            return None
        self.close()
        self._dead = False  # a failed init is tried once more
        return _failure(ended, "init_failure")

    def _handle(self, request_id: str, event: JSON, deadline: int) -> Post | _Failure:
        assert self._sandbox is not None
        self._sandbox.send(_request(self._function, request_id, event, deadline))
        answer = self._sandbox.wait(deadline)
        if answer.kind not in ("response", "error"):
            return _failure(answer, "crash")
        # Lambda, too, counts the invocation as done when the runtime asks for the next event.
        after = self._sandbox.wait(deadline)
        return answer.post if after.kind == "ready" else _failure(after, "crash")

    def _finish(
        self, request_id: str, start_us: int, elapsed: int, outcome: Post | _Failure
    ) -> Invocation:
        status, tail, body = _verdict(outcome)
        if isinstance(outcome, _Failure):
            self.close()  # first: its last output stands before the platform's words
            if status == "timeout":
                elapsed = round(self._function.timeout_s * 1e6)  # REPORT never exceeds the limit
            body = self._say(request_id, elapsed, outcome)
        elif self._sandbox is not None:
            self._peak = max(self._peak, self._sandbox.peak)
        cold, self._cold_us = self._cold_us, None
        memory_mb = min(math.ceil(self._peak / _MB), self._function.memory_mb)
        self._journal.platform(lines.end(request_id))
        report = lines.report(
            request_id,
            elapsed,
            memory_mb=self._function.memory_mb,
            max_memory_mb=memory_mb,
            init_us=cold,
            status=tail,
        )
        self._journal.platform(report)
        response = _parsed(self._journal.shown(body.decode("utf-8", "replace")))
        return Invocation(
            request_id=request_id,
            stream=self._journal.stream,
            status=status,
            start_us=start_us,
            duration_us=elapsed,
            billed_ms=lines.billed_ms(elapsed, cold),
            max_memory_mb=memory_mb,
            init_us=cold,
            response=response,
            error_type=None if status == "ok" else _named(response, "errorType"),
            error_message=None if status == "ok" else _named(response, "errorMessage"),
        )

    def _say(self, request_id: str, elapsed: int, failure: _Failure) -> bytes:
        """Write the platform's last word on an invocation; return what its caller is told."""
        kind, reason = failure.error_type or "Sandbox.Timedout", failure.reason
        if failure.status == "timeout":
            reason = f"Task timed out after {elapsed / 1e6:.2f} seconds"
            self._journal.platform(lines.timed_out(request_id, self._clock.now_us(), elapsed))
        elif reason is not None:
            # The line of a kill names the exit; only REPORT names the memory.
            kind = "Runtime.ExitError" if failure.status == "oom" else kind
            self._journal.platform(lines.fault(request_id, reason, kind))
        if failure.body is not None:
            return failure.body
        message = f"RequestId: {request_id} Error: {reason}"
        return json.dumps({"errorType": kind, "errorMessage": message}).encode()


def _failure(ended: Ended, crash: Status) -> _Failure:
    if ended.kind == "deadline":
        return _Failure("timeout", None)
    if ended.kind == "memory":
        return _Failure("oom", "Runtime.OutOfMemory", lines.exit_reason(-9))
    if ended.kind == "exit":
        return _Failure(crash, "Runtime.ExitError", lines.exit_reason(ended.code))
    return _Failure(crash, error_type(ended.post), body=ended.post.body)


def _verdict(outcome: Post | _Failure) -> tuple[Status, str, bytes]:
    """Return the status, the tail of REPORT, and the answer; an exception leaves no tail."""
    if isinstance(outcome, _Failure):
        return outcome.status, lines.failed(outcome.error_type), b""
    return ("ok" if outcome.kind == "response" else "error"), "", outcome.body


def _request(function: Function, request_id: str, event: JSON, deadline: int) -> Request:
    left_ms = (deadline - now_us()) // 1000
    root = f"{int(time.time()):08x}-{uuid.uuid4().hex[:24]}"
    headers = {
        "Lambda-Runtime-Aws-Request-Id": request_id,
        "Lambda-Runtime-Deadline-Ms": str(time.time_ns() // 1_000_000 + left_ms),
        "Lambda-Runtime-Invoked-Function-Arn": function.arn,
        "Lambda-Runtime-Trace-Id": f"Root=1-{root};Parent={uuid.uuid4().hex[:16]};Sampled=0",
    }
    return Request(request_id, headers, json.dumps(event).encode())


def _not_executable(function: Function, error: OSError) -> _Failure:
    path = command(function)[0].replace(str(function.task_dir.resolve()), "/var/task")
    reason = f"fork/exec {path}: {(error.strerror or 'cannot be executed').lower()}"
    return _Failure("init_failure", "Runtime.InvalidEntrypoint", reason)


def _parsed(text: str) -> JSON:
    try:
        document: JSON = json.loads(text)
    except ValueError:
        return text
    return document


def _named(document: JSON, name: str) -> str | None:
    value = document.get(name) if isinstance(document, dict) else None
    return value if isinstance(value, str) else None
