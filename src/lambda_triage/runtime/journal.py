"""The log of one environment: raw bytes of the runtime's pipes and platform lines → log events."""

from __future__ import annotations

import struct
import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING

from lambda_triage.runtime.result import LogEvent

if TYPE_CHECKING:
    from lambda_triage.runtime.clock import Clock
    from lambda_triage.runtime.function import Function
EVENT_LIMIT = 1 << 20  # bytes; CloudWatch Logs' limit for one event since 2025
LOG_LIMIT = 64 << 20  # bytes of a function's own words that one environment keeps; Lambda has none
FRAME_LIMIT = 16 << 20  # bytes of one framed message that is believed
_HEADER = struct.Struct(">IIQ")  # frame type, length, microseconds: the runtime client's framing


class Journal:
    """Collects the events of one log stream, with times that never go back."""

    def __init__(self, stream: str, clock: Clock, function: Function) -> None:
        """Write to `stream`; paths of this machine are shown as Lambda's."""
        self.stream = stream
        self.events: list[LogEvent] = []
        self._clock = clock
        self._paths = _shown_paths(function)
        self._line = b""
        self._frames = b""
        self._kept = 0

    def platform(self, message: str) -> None:
        """Write a line of the platform itself."""
        self._add(message, self._clock.now_us())

    def output(self, data: bytes) -> None:
        """Take bytes of standard output and error: each line is an event, as in Lambda."""
        *lines, rest = (self._line + data).split(b"\n")
        for line in lines:
            self._application(line + b"\n", self._clock.now_us())
        self._line = rest
        if len(rest) >= EVENT_LIMIT:
            self.flush()

    def telemetry(self, data: bytes) -> None:
        """Take bytes of the framed log descriptor: each frame is an event with its own time."""
        self._frames += data
        while len(self._frames) >= _HEADER.size:
            _, length, time_us = _HEADER.unpack_from(self._frames)
            if length > FRAME_LIMIT:  # not a frame: the function itself wrote to the descriptor
                self._frames = b""
                return
            end = _HEADER.size + length
            if len(self._frames) < end:
                return
            message, self._frames = self._frames[_HEADER.size : end], self._frames[end:]
            self._application(message, self._clock.shift(time_us))

    def flush(self) -> None:
        """Write what stands without a line end: the process has gone, or the line is too long."""
        if self._line:
            self._application(self._line, self._clock.now_us())
            self._line = b""

    def shown(self, text: str) -> str:
        """Return text with this machine's folders under the names they have in Lambda."""
        for real, lambda_path in self._paths:
            text = text.replace(real, lambda_path)
        return text

    def _application(self, data: bytes, time_us: int) -> None:
        self._kept += len(data)
        if self._kept > LOG_LIMIT:  # a flood must not take this process's memory
            return
        self._add(self.shown(data[:EVENT_LIMIT].decode("utf-8", "replace")), time_us)

    def _add(self, message: str, time_us: int) -> None:
        last = self.events[-1].time_us if self.events else 0
        self.events.append(LogEvent(max(last, time_us), self.stream, message))


def _shown_paths(function: Function) -> tuple[tuple[str, str], ...]:
    stdlib = Path(sysconfig.get_path("stdlib"))
    pairs = {
        **{str(layer.resolve()): "/opt" for layer in function.layers},
        **({str(function.brought.resolve()): "/var/runtime"} if function.brought else {}),
        str(function.task_dir.resolve()): "/var/task",
        sysconfig.get_path("purelib"): "/var/runtime",  # where Lambda keeps its runtime client
        str(stdlib): f"/var/lang/lib/{stdlib.name}",
        sys.base_prefix: "/var/lang",
    }
    return tuple(sorted(pairs.items(), key=lambda pair: -len(pair[0])))
