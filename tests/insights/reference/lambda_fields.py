"""The fields of Lambda's own lines, in text and in JSON (facts, part 2)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.insights.reference.functions.jsons import as_text, at, decode
from tests.insights.reference.values import number_of

if TYPE_CHECKING:
    from tests.insights.reference.values import Plain

_TYPES = {"REPORT": "report", "START": "start", "END": "end", "INIT_START": "initStart"}
_LABELS = {
    "@duration": (r"\tDuration: ([0-9.]+) ms", "durationMs", 1),
    "@billedDuration": (r"Billed Duration: ([0-9.]+) ms", "billedDurationMs", 1),
    "@initDuration": (r"Init Duration: ([0-9.]+) ms", "initDurationMs", 1),
    "@memorySize": (r"Memory Size: ([0-9.]+) MB", "memorySizeMB", 1_000_000),
    "@maxMemoryUsed": (r"Max Memory Used: ([0-9.]+) MB", "maxMemoryUsedMB", 1_000_000),
}
NAMES = frozenset(_LABELS) | {"@type", "@requestId", "@xrayTraceId", "@xraySegmentId"}
_UUID = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"


def lambda_field(name: str, message: str) -> Plain:
    platform = decode(message) if message.startswith("{") and '"platform.' in message else None
    if platform is not None:
        return _of_platform(name, platform)
    if name == "@type":
        return _type(message)
    if name == "@requestId":
        return _request(message)
    if not message.startswith("REPORT RequestId: "):
        return None
    if name in _LABELS:
        pattern, _, factor = _LABELS[name]
        found = re.search(pattern, message, re.ASCII)
        return None if found is None else float(found[1]) * factor
    part = (
        r"XRAY TraceId: (\S+)"
        if name == "@xrayTraceId"
        else r"XRAY TraceId: \S+\s+SegmentId: (\S+)"
    )
    found = re.search(part, message, re.ASCII)
    return found[1] if found else None


def _type(message: str) -> str | None:
    if message.startswith("INIT_START "):
        return "INIT_START"
    return next(
        (word for word in ("REPORT", "START", "END") if message.startswith(f"{word} RequestId: ")),
        None,
    )


def _request(message: str) -> str | None:
    found = re.match(r"(?:REPORT|START|END) RequestId: ([^ \t\n]+)", message)
    if found is None and message.startswith("{") and '"requestId"' in message:
        return as_text(at(decode(message), ("requestId",)))
    line = rf"(?:RequestId: |(?:\[[A-Z]+\]\t)?\d{{4}}-\d\d-\d\dT[0-9:.,]+Z?[\t ])({_UUID})(?:\s|\Z)"
    found = found or re.match(line, message, re.ASCII)
    return found[1] if found else None


def _of_platform(name: str, event: object) -> Plain:
    kind = as_text(at(event, ("type",)))
    if name == "@type":
        return next((word for word, end in _TYPES.items() if kind == f"platform.{end}"), None)
    if name == "@requestId":
        return as_text(at(event, ("record", "requestId")))
    if name in _LABELS:
        _, metric, factor = _LABELS[name]
        text = as_text(at(event, ("record", "metrics", metric)))
        number = number_of(text or "") if kind == "platform.report" else None
        return None if number is None else number * factor
    if name == "@xraySegmentId":
        return as_text(at(event, ("record", "tracing", "spanId"))) or None
    found = re.search(r"Root=([^;]+)", as_text(at(event, ("record", "tracing", "value"))) or "")
    return found[1] if found else None
