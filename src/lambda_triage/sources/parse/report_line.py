"""REPORT, INIT_REPORT and RESTORE_REPORT: the platform's own account of one invocation."""

from __future__ import annotations

import re

from msgspec import Struct

from lambda_triage.sources.parse import TEXT_LIMIT


class ReportLine(Struct, frozen=True):
    """One REPORT; None where the line does not tell (a warm start has no Init Duration)."""

    request_id: str | None = None
    duration_us: int | None = None
    billed_ms: int | None = None
    init_us: int | None = None
    restore_us: int | None = None
    billed_restore_ms: int | None = None
    memory_mb: int | None = None
    max_memory_mb: int | None = None
    status: str | None = None  # success, error, failure or timeout; only since 2024, and in JSON
    error_type: str | None = None
    trace_id: str | None = None


class InitReport(Struct, frozen=True):
    """One INIT_REPORT; phase `invoke` is a suppressed init that ran again inside an invocation."""

    duration_us: int | None = None
    phase: str | None = None
    status: str | None = None  # None in text means that init succeeded
    error_type: str | None = None


class RestoreReport(Struct, frozen=True):
    """One RESTORE_REPORT of SnapStart."""

    duration_us: int | None = None
    status: str | None = None
    error_type: str | None = None


_UUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
# A line quoted inside JSON or a string is somebody else's; a table's `|` or a time is a prefix.
_HEAD = re.compile(
    r"""^[^\n"'{]{0,200}?(?<![\w"'{])REPORT[ \t]+"""
    r"(?:(?:RequestId:|-)[ \t]*((?![A-Z]\w{0,20}(?: \w{1,20}){0,2}:)[^\s\\,|:]{1,128})?)?",
    re.MULTILINE,
)
_HEADLESS = re.compile(
    rf"\s*(?:({_UUID})\s+|[0-9.]{{1,20}} ?ms\s+)?"
    r"(?=(?:Billed |Init |Restore )?Duration: |Memory Size: |Max Memory Used: )"
)
_FIELD = re.compile(
    r"([A-Z][a-z]{1,20}(?: [A-Z][a-z]{1,20}){0,3}):[ \t]*"
    r"([0-9]{1,15})(?:\.([0-9]{1,12}))?[ \t]?(ms|MB)"
)
_STATUS = re.compile(r"\bStatus:[ \t]*([A-Za-z]{1,20})")
_ERROR_TYPE = re.compile(r"\bError ?Type:[ \t]*([^\s\\]{1,256})")
_PHASE = re.compile(r"\bPhase:[ \t]*([\w-]{1,32})")
_TRACE = re.compile(r"\bXRAY TraceId:[ \t]*([\w-]{1,64})")
_INIT = re.compile(r"^[^\n\"'{]{0,200}?(?<![\w\"'{])INIT_REPORT[ \t]+Init Duration:", re.MULTILINE)
_RESTORE = re.compile(
    r"^[^\n\"'{]{0,200}?(?<![\w\"'{])RESTORE_REPORT[ \t]+Restore Duration:", re.MULTILINE
)
_CONTINUES = ("XRAY ", "Status:", "Error Type:", "Phase:")  # or a known field, on a wrapped line

_MICROSECONDS = {
    "Duration": "duration_us",
    "Init Duration": "init_us",
    "Restore Duration": "restore_us",
}
_WHOLE = {
    "Billed Duration": "billed_ms",
    "Billed Restore Duration": "billed_restore_ms",
    "Memory Size": "memory_mb",
    "Max Memory Used": "max_memory_mb",
}


def parse(text: str) -> ReportLine | None:
    """Read a REPORT in any order and spacing, with or without its head; None for other text."""
    text = _lines(text)
    head = _HEAD.search(text)
    if head is None:
        return _headless(text)
    body = _event(text[head.end() :])
    values = _numbers(body)
    request_id = head[1]
    if not values and not (request_id and re.fullmatch(_UUID, request_id)):
        return None
    return _report(request_id, values, body)


def parse_init_report(text: str) -> InitReport | None:
    """Read an INIT_REPORT; None for other text."""
    text = _lines(text)
    head = _INIT.search(text)
    if head is None:
        return None
    body = _event("Init Duration:" + text[head.end() :])
    return InitReport(
        _numbers(body).get("init_us"),
        _first(_PHASE, body),
        _lower(_first(_STATUS, body)),
        _first(_ERROR_TYPE, body),
    )


def parse_restore_report(text: str) -> RestoreReport | None:
    """Read a RESTORE_REPORT; None for other text."""
    text = _lines(text)
    head = _RESTORE.search(text)
    if head is None:
        return None
    body = _event("Restore Duration:" + text[head.end() :])
    return RestoreReport(
        _numbers(body).get("restore_us"),
        _lower(_first(_STATUS, body)),
        _first(_ERROR_TYPE, body),
    )


def _headless(text: str) -> ReportLine | None:
    """Read a line that lost its head to a copy, or to the 4 KB tail of an invoke's LogResult."""
    start = _HEADLESS.match(text)
    if start is None:
        return None
    body = _event(text[start.end() :])
    values = _numbers(body)
    if len(values) < 2:  # one such field alone may be an application's own words
        return None
    return _report(start[1], values, body)


def _lines(text: str) -> str:
    return text[:TEXT_LIMIT].replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")


def _event(body: str) -> str:
    """Keep the line and those that continue it: X-Ray's own line, or a copy's wrapped fields."""
    lines = body.split("\n", 32)[:32]
    kept = [lines[0]]
    for line in lines[1:]:
        bare = line.strip()
        field = _FIELD.match(bare)
        known = field is not None and (field[1] in _MICROSECONDS or field[1] in _WHOLE)
        if bare and not known and not bare.startswith(_CONTINUES):
            break
        kept.append(bare)
    return "\t".join(kept)


def _numbers(body: str) -> dict[str, int]:
    values: dict[str, int] = {}
    for name, whole, fraction, unit in _FIELD.findall(body):
        if unit == "ms" and name in _MICROSECONDS:
            values.setdefault(_MICROSECONDS[name], microseconds(whole, fraction))
        elif name in _WHOLE:
            values.setdefault(_WHOLE[name], int(whole))
    return values


def microseconds(whole: str, fraction: str) -> int:
    """Turn decimal digits of milliseconds into µs, rounding half up: no floats in between."""
    digits = fraction.ljust(4, "0")
    return int(whole) * 1000 + int(digits[:3]) + (digits[3] >= "5")


def _report(request_id: str | None, values: dict[str, int], body: str) -> ReportLine:
    return ReportLine(
        request_id=request_id,
        duration_us=values.get("duration_us"),
        billed_ms=values.get("billed_ms"),
        init_us=values.get("init_us"),
        restore_us=values.get("restore_us"),
        billed_restore_ms=values.get("billed_restore_ms"),
        memory_mb=values.get("memory_mb"),
        max_memory_mb=values.get("max_memory_mb"),
        status=_lower(_first(_STATUS, body)),
        error_type=_first(_ERROR_TYPE, body),
        trace_id=_first(_TRACE, body),
    )


def _first(pattern: re.Pattern[str], body: str) -> str | None:
    found = pattern.search(body)
    return found[1] if found else None


def _lower(word: str | None) -> str | None:
    return word.lower() if word else None
