"""Platform events in the JSON log format and the Telemetry API: `{"time", "type", "record"}`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from lambda_triage.scan.platform_lines import Platform
from lambda_triage.scan.row import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

_KINDS = {
    "platform.start": Kind.START,
    "platform.end": Kind.END,
    "platform.report": Kind.REPORT,
    "platform.initStart": Kind.INIT_START,
    "platform.initReport": Kind.INIT_REPORT,
    "platform.restoreStart": Kind.RESTORE_START,
    "platform.restoreReport": Kind.RESTORE_REPORT,
    "platform.runtimeDone": Kind.RUNTIME_DONE,
    "platform.initRuntimeDone": Kind.RUNTIME_DONE,
    "platform.restoreRuntimeDone": Kind.RUNTIME_DONE,
    "platform.fault": Kind.FAULT,
}
_TYPE = re.compile(rb'"type"\s*:\s*"(platform\.\w{1,40})"')
_ID = re.compile(rb'"requestId"\s*:\s*"([^"\\]{1,200})"')
_FAULT_ID = re.compile(r"RequestId: (\S+)")
# What msgspec raises for malformed, mistyped, badly encoded and too deeply nested text.
_REJECTED = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


class _Record(msgspec.Struct):
    requestId: str | None = None  # noqa: N815 - the service's own spelling
    version: str | None = None
    fault: str | None = None


class _Event(msgspec.Struct):
    type: str = ""
    time: str | None = None
    record: _Record | str | None = None


def platform_events(messages: Sequence[bytes]) -> list[Platform | None]:
    """What each message is, decoded in one call when all of them are well-formed."""
    joined = b",".join(messages)
    try:
        events = msgspec.json.decode(b"[" + joined + b"]", type=list[_Event])
    except _REJECTED:
        return [platform_event(message) for message in messages]
    if len(events) != len(messages):
        return [platform_event(message) for message in messages]
    return [_platform(event) for event in events]


def platform_event(message: bytes) -> Platform | None:
    """What one message is; an event that was cut or is malformed still tells its type."""
    try:
        return _platform(msgspec.json.decode(message, type=_Event))
    except _REJECTED:
        return _glimpse(message)


def _platform(event: _Event) -> Platform | None:
    if not event.type.startswith("platform."):
        return None
    kind = _KINDS.get(event.type, Kind.EXTENSION)
    record = event.record
    if isinstance(record, _Record):
        request_id = record.requestId or _fault_id(record.fault)
        return Platform(kind, request_id or None, record.version or None, event.type, event.time)
    return Platform(kind, _fault_id(record), None, event.type, event.time)


def _fault_id(text: str | None) -> str | None:
    found = _FAULT_ID.match(text) if text else None
    return found.group(1) if found else None


def _glimpse(message: bytes) -> Platform | None:
    found = _TYPE.search(message)
    if found is None:
        return None
    name = found.group(1).decode(errors="replace")
    request_id = _ID.search(message)
    text = request_id.group(1).decode(errors="replace") if request_id else None
    return Platform(_KINDS.get(name, Kind.EXTENSION), text, None, name)
