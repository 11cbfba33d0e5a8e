"""platform.* events of the JSON log format and the Telemetry API → the values of the text lines."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import TypeGuard

from msgspec import Struct

from lambda_triage.sources.parse import TEXT_LIMIT
from lambda_triage.sources.parse.report_line import InitReport, ReportLine, RestoreReport


class InitStart(Struct, frozen=True):
    """platform.initStart or restoreStart: INIT_START and RESTORE_START with more facts."""

    function_name: str | None = None
    function_version: str | None = None
    function_arn: str | None = None
    memory_mb: int | None = None
    phase: str | None = None
    initialization_type: str | None = None
    runtime_version: str | None = None
    runtime_version_arn: str | None = None


class Start(Struct, frozen=True):
    """platform.start: START."""

    request_id: str | None = None
    version: str | None = None
    trace_id: str | None = None


class End(Struct, frozen=True):
    """platform.end (Logs API of 2020): END."""

    request_id: str | None = None


class RuntimeDone(Struct, frozen=True):
    """platform.runtimeDone, initRuntimeDone (phase set) or restoreRuntimeDone: no text line."""

    request_id: str | None = None
    status: str | None = None
    error_type: str | None = None
    duration_us: int | None = None
    produced_bytes: int | None = None
    trace_id: str | None = None
    phase: str | None = None


class Fault(Struct, frozen=True):
    """platform.fault, or the same sentence as a text line: the process ended, and how."""

    request_id: str | None = None
    message: str | None = None
    error_type: str | None = None
    status: str | None = None


class Extension(Struct, frozen=True):
    """platform.extension: EXTENSION. Of a subscription event: its name, state and types."""

    name: str | None = None
    state: str | None = None
    events: tuple[str, ...] = ()
    error_type: str | None = None


class LogsDropped(Struct, frozen=True):
    """platform.logsDropped: lines that a log consumer lost, so that evidence is missing."""

    reason: str | None = None
    records: int | None = None
    bytes: int | None = None


Value = (
    ReportLine
    | InitReport
    | RestoreReport
    | InitStart
    | Start
    | End
    | RuntimeDone
    | Fault
    | Extension
    | LogsDropped
)


class PlatformEvent(Struct, frozen=True):
    """One event: its type as printed, its time in µs since the epoch UTC, and what it tells."""

    type: str
    time_us: int | None
    value: Value


_ROOT = re.compile(r"(?:^|[;\s])Root=([\w-]{1,64})")
_FAULT = re.compile(
    r"\s*RequestId: ?(\S{1,128})\s+(?:Error: ?|(?=Process exited before completing request))"
)
_FAULT_STATUS = re.compile(
    r"\s*RequestId: ?(\S{1,128})\s+Status: ?([A-Za-z]{1,20})(?:\s+Error ?Type: ?(\S{1,256}))?"
)
_TYPE_LINE = re.compile(r"(?:Runtime|Extension|Sandbox|Function)\.\w{1,64}$")
_MIB = 1 << 20


def parse(text: str) -> PlatformEvent | None:
    """Read one platform event as JSON; None for any other text, or a type without a meaning."""
    text = text[:TEXT_LIMIT].strip()
    if not text.startswith("{") or '"platform.' not in text:
        return None
    try:
        event = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return from_object(event)


def from_object(event: object) -> PlatformEvent | None:
    """Read one decoded event, as found in arrays of the Telemetry and Logs APIs."""
    if not isinstance(event, dict):
        return None
    kind = _text(event, "type")
    if kind is None or not kind.startswith("platform."):
        return None
    value = _value(kind.removeprefix("platform."), event.get("record"))
    return None if value is None else PlatformEvent(kind, _time_us(event.get("time")), value)


def parse_fault(text: str) -> Fault | None:
    """Read `RequestId: … Error: …`, its type on the next line; also the emulator's `Status:`."""
    text = text[:TEXT_LIMIT].replace("\r", "\n")
    if head := _FAULT.match(text):
        message, _, rest = text[head.end() :].partition("\n")
        kind = _TYPE_LINE.match(rest.strip())
        return Fault(head[1], message.strip() or None, kind[0] if kind else None)
    if head := _FAULT_STATUS.match(text):
        return Fault(head[1], None, head[3], head[2].lower())
    return None


def _value(kind: str, record: object) -> Value | None:
    if kind == "fault":
        return _fault(record)
    if not isinstance(record, dict):
        return None
    match kind:
        case "report":
            return _report(record)
        case "initReport":
            return InitReport(_duration_us(record), _text(record, "phase"), *_outcome(record))
        case "restoreReport":
            return RestoreReport(_duration_us(record), *_outcome(record))
        case "initStart" | "restoreStart":
            return _init_start(record)
        case "start":
            return Start(_text(record, "requestId"), _text(record, "version"), _trace_id(record))
        case "end":
            return End(_text(record, "requestId"))
        case "runtimeDone" | "initRuntimeDone" | "restoreRuntimeDone":
            return _runtime_done(record)
        case "extension":
            return _extension(record, "events")
        case "telemetrySubscription" | "logsSubscription":
            return _extension(record, "types")
        case "logsDropped":
            counts = _whole(record, "droppedRecords"), _whole(record, "droppedBytes")
            return LogsDropped(_text(record, "reason"), *counts)
    return None


def _report(record: dict[str, object]) -> ReportLine:
    metrics = _dict(record, "metrics")
    status, error_type = _outcome(record)
    return ReportLine(
        request_id=_text(record, "requestId"),
        duration_us=_us(metrics, "durationMs"),
        billed_ms=_whole(metrics, "billedDurationMs"),
        init_us=_us(metrics, "initDurationMs"),
        restore_us=_us(metrics, "restoreDurationMs"),
        billed_restore_ms=_whole(metrics, "billedRestoreDurationMs"),
        memory_mb=_whole(metrics, "memorySizeMB"),
        max_memory_mb=_whole(metrics, "maxMemoryUsedMB"),
        status=status,
        error_type=error_type,
        trace_id=_trace_id(record),
    )


def _init_start(record: dict[str, object]) -> InitStart:
    memory = _whole(record, "instanceMaxMemory")
    if memory is not None and memory >= _MIB:  # bytes in real logs, MB in the documentation
        memory //= _MIB
    return InitStart(
        function_name=_text(record, "functionName"),
        function_version=_text(record, "functionVersion"),
        function_arn=_text(record, "functionArn"),
        memory_mb=memory,
        phase=_text(record, "phase"),
        initialization_type=_text(record, "initializationType"),
        runtime_version=_text(record, "runtimeVersion"),
        runtime_version_arn=_text(record, "runtimeVersionArn"),
    )


def _runtime_done(record: dict[str, object]) -> RuntimeDone:
    status, error_type = _outcome(record)
    return RuntimeDone(
        request_id=_text(record, "requestId"),
        status=status,
        error_type=error_type,
        duration_us=_duration_us(record),
        produced_bytes=_whole(_dict(record, "metrics"), "producedBytes"),
        trace_id=_trace_id(record),
        phase=_text(record, "phase"),
    )


def _fault(record: object) -> Fault | None:
    """Read the record: a string from AWS, an object with one string from AWS's emulator."""
    words = _text(record, "fault") if isinstance(record, dict) else record
    if not isinstance(words, str):
        return None
    return parse_fault(words) or Fault(message=words.strip() or None)


def _extension(record: dict[str, object], list_name: str) -> Extension:
    listed = record.get(list_name)
    events = tuple(item for item in listed if isinstance(item, str)) if _is_list(listed) else ()
    return Extension(
        _text(record, "name"), _text(record, "state"), events, _text(record, "errorType")
    )


def _is_list(value: object) -> TypeGuard[list[object]]:
    return isinstance(value, list)


def _outcome(record: dict[str, object]) -> tuple[str | None, str | None]:
    status = _text(record, "status")
    return (status.lower() if status else None), _text(record, "errorType")


def _trace_id(record: dict[str, object]) -> str | None:
    value = _text(_dict(record, "tracing"), "value")
    root = _ROOT.search(value) if value else None
    return root[1] if root else None


def _duration_us(record: dict[str, object]) -> int | None:
    return _us(_dict(record, "metrics"), "durationMs")


def _dict(record: dict[str, object], key: str) -> dict[str, object]:
    value = record.get(key)
    return value if isinstance(value, dict) else {}


def _text(record: dict[str, object], key: str) -> str | None:
    value = record.get(key)
    return value if isinstance(value, str) and value else None


def _number(record: dict[str, object], key: str) -> float | None:
    value = record.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    # Beyond 2**53 no float is exact, and no duration, size or count is that large.
    return value if abs(value) < 2**53 else None


def _us(record: dict[str, object], key: str) -> int | None:
    value = _number(record, key)
    return None if value is None else round(value * 1000)


def _whole(record: dict[str, object], key: str) -> int | None:
    value = _number(record, key)
    return None if value is None else int(value)


def _time_us(value: object) -> int | None:
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value[:40])
        since = moment.replace(tzinfo=moment.tzinfo or UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
