"""One event's message → its text, time, request id and platform line; the same for every path."""

from __future__ import annotations

import re

from lambda_triage.scan.platform_lines import Platform, platform_line
from lambda_triage.scan.row import TEXT_LIMIT, Kind
from lambda_triage.scan.stamp import parse_time
from lambda_triage.scan.telemetry import platform_event

_BLANKS = b" \t\r\n"
_UUID = rb"([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})"
LEVEL = re.compile(rb"\[[^\]\n]{1,9}\]\t")  # awslambdaric: `[INFO]`, a tab, the time, a tab, the id
_AFTER_TIME = re.compile(
    rb"(?:\[[^\]\n]{1,9}\]\t)?\d{4}-\d\d-\d\dT[\d:.,]{8,20}(?:Z|[+-]\d\d:?\d\d)?[\t ]" + _UUID
)
_RUBY = re.compile(rb"[A-Z], \[[^\]\n]{1,64}\]\s+[A-Z]+ " + _UUID + rb" -- ")
_KEY = (
    rb'"(?:requestId|AWSRequestId|function_request_id|aws_request_id|request_id'
    rb'|lambda_request_id|awsRequestId)"\s*:\s*"'
)
_KEYED = re.compile(_KEY + _UUID)
_NAMED = re.compile(rb"(?:RequestId: ?|" + _KEY + rb'|(?:aws_)?request_id[=:] ?"?)' + _UUID)
_FOREIGN = re.compile(rb"\$metadata|ResponseMetadata")  # ids of calls to other services
_JSON_TIME = re.compile(rb'"(?:time|timestamp)"\s*:\s*"([^"\n]{19,40})"')


def message_text(message: bytes) -> str:
    """The text of a row: line breaks made newlines, blanks at the end left out."""
    text = message[:TEXT_LIMIT].decode(errors="replace")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.rstrip(" \t\n")


def is_event_object(message: bytes) -> bool:
    """Whether the message may be a platform event in JSON."""
    begins = message.startswith(b"{") or message.lstrip(_BLANKS).startswith(b"{")
    return begins and b'"platform.' in message


def object_text(message: bytes) -> bytes:
    """The JSON object without the blanks and the comma that may stand around it."""
    return message.strip(_BLANKS + b",")


def identify(message: bytes, *, pasted: bool) -> Platform | None:
    """The platform line or platform event that the message is."""
    head = message[:TEXT_LIMIT]
    if is_event_object(head):
        return platform_event(object_text(head))
    return platform_line(head, pasted=pasted)


def leading_time(message: bytes) -> int | None:
    """The time with which the message begins, perhaps after its level."""
    level = LEVEL.match(message)
    found = parse_time(message, level.end() if level else 0)
    if found is None or message[found[1] : found[1] + 1] not in (b" ", b"\t", b"\r", b"\n", b""):
        return None
    return found[0]


def object_time(message: bytes) -> int | None:
    """The time that a JSON message names."""
    head = message[:TEXT_LIMIT]
    if not head.lstrip(_BLANKS).startswith(b"{"):
        return None
    named = _JSON_TIME.search(head)
    found = parse_time(named.group(1)) if named else None
    return found[0] if found else None


def told_time(platform: Platform | None) -> int | None:
    """The time that a platform event names."""
    if platform is None or platform.time is None:
        return None
    found = parse_time(platform.time.encode(errors="replace"))
    return found[0] if found else None


def named_request_id(message: bytes) -> str | None:
    """The request id that a line of the function itself carries."""
    head = message[:TEXT_LIMIT]
    found = _AFTER_TIME.match(head) or _RUBY.match(head)
    if found is None:
        foreign = _FOREIGN.search(head)
        end = foreign.start() if foreign else len(head)
        if head.lstrip(_BLANKS).startswith(b"{"):  # an id within a quoted text is another's
            found = _KEYED.search(head, 0, end)
        found = found or _NAMED.search(head, 0, end)
    return found.group(1).decode() if found else None


def row_values(platform: Platform) -> dict[str, int | str | None]:
    """What a row tells beside its text: START's version, and the type of a JSON event."""
    values: dict[str, int | str | None] = {}
    if platform.type is not None:
        values["type"] = platform.type
    if platform.kind is Kind.START:
        values["version"] = platform.version
    return values
