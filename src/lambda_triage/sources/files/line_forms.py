"""Which line form a text is, judged by the shape of its lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.sources.files.form import Form

if TYPE_CHECKING:
    from collections.abc import Sequence

LINES_SEEN = 400

DAY_TIME = rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"
ID = rb"(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|undefined)"
STREAM = rb"\d{4}/\d\d/\d\d/[^\s\[\]]*\[[^\s\]]+\][0-9a-f]{32}"
PLATFORM = rb"(?:START|END|REPORT|INIT_START|INIT_REPORT|RESTORE_START|RESTORE_REPORT)\b"
LEVEL = rb"(?:TRACE|DEBUG|INFO|WARN|ERROR|FATAL)\b"
ANSI = re.compile(rb"\x1b\[[0-9;?]*[ -/]*[@-~]")

# Event starts of the forms that are passed on raw.
S3_EXPORT = re.compile(DAY_TIME + rb"\.\d{3}Z ")
TAIL_SHORT = re.compile(DAY_TIME + rb" ")
TAIL_DETAILED = re.compile(DAY_TIME + rb"\.\d{6}\+00:00 " + STREAM + rb"(?: |$)", re.MULTILINE)
SAM_LOGS = re.compile(STREAM + rb" " + DAY_TIME + rb"\.\d{6}(?:\+00:00)? ")

# isoformat drops a fraction of zero only in json mode, so a time without one is that mode's.
TAIL_JSON = re.compile(DAY_TIME + rb"(?:\.\d{6})?\+00:00 " + STREAM + rb"(?: |$)", re.MULTILINE)
TAIL_JSON_HEAD = re.compile(
    rb"^"
    + DAY_TIME
    + rb"(?:(?:\.\d{6})?\+00:00 "
    + STREAM
    + rb" ?\r?\n[{\[]|\+00:00 "
    + STREAM
    + rb")",
    re.MULTILINE,
)
CONSOLE_TABLE = re.compile(
    rb"\s*\|\s*(?:" + DAY_TIME + rb"(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)|\d{13})\s*\|"
)
# A Node.js line has its request id, and .NET's too, where a console copy has the message.
CONSOLE_TAB = re.compile(DAY_TIME + rb"(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)\t(?!(?:" + ID + rb")?\t)")
CONSOLE_OFFSET = re.compile(DAY_TIME + rb"\.\d{3}[+-]\d\d:\d\d(?:\s|$)")
CLOCK = re.compile(rb"\d\d:\d\d:\d\d\s+(?=" + PLATFORM + rb"|" + DAY_TIME + rb")")
SERVERLESS = re.compile(
    rb"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}(?: \([+-]\d\d:\d\d\))?(?:\s+| - )" + ID + rb"\s"
)
SERVERLESS_START = re.compile(rb"(?:START|END|REPORT) - " + ID)
BARE_PLATFORM = re.compile(
    PLATFORM + rb"[ \t]+(?:RequestId:|Runtime Version|Init Duration|Restore)"
)
RUNTIME_LINE = re.compile(  # what the Node.js runtime and the time-out write, tabs perhaps lost
    DAY_TIME + rb"\.\d{3}Z\s+" + ID + rb"\s+(?:" + LEVEL + rb"|Task timed out)"
)


def line_form(text: bytes) -> Form:
    """The form that the first line, or half of all lines, has; else plain."""
    text = ANSI.sub(b"", text)
    lines = [line for line in text.split(b"\n")[:LINES_SEEN] if line.strip()]
    if not lines:
        return Form.plain
    if _holds(SAM_LOGS, lines):
        return Form.sam_logs
    if _holds(TAIL_JSON, lines):
        return Form.tail_json if TAIL_JSON_HEAD.search(text) else Form.tail_detailed
    if _any(SERVERLESS, lines) or _any(SERVERLESS_START, lines):
        return Form.serverless_logs
    if _any(CONSOLE_TABLE, lines) and _holds(CONSOLE_TABLE, _without_rules(lines)):
        return Form.console_copy
    if _any(CLOCK, lines):
        return Form.console_copy
    if _any(BARE_PLATFORM, lines):
        return Form.plain
    return _time_first(lines)


def _time_first(lines: Sequence[bytes]) -> Form:
    if _holds(CONSOLE_TAB, lines) or _holds(CONSOLE_OFFSET, lines):
        return Form.console_copy
    if RUNTIME_LINE.match(lines[0]):
        return Form.plain
    if _holds(S3_EXPORT, lines):
        return Form.s3_export
    return Form.tail_short if _holds(TAIL_SHORT, lines) else Form.plain


def _holds(pattern: re.Pattern[bytes], lines: Sequence[bytes]) -> bool:
    if not lines:
        return False
    if pattern.match(lines[0]):
        return True
    return 2 * sum(pattern.match(line) is not None for line in lines) >= len(lines)


def _any(pattern: re.Pattern[bytes], lines: Sequence[bytes]) -> bool:
    return any(pattern.match(line) for line in lines)


def _without_rules(lines: Sequence[bytes]) -> list[bytes]:
    """Rows of a table, without its borders and its header."""
    return [line for line in lines if line.strip(b" \t\r|+-") and b"timestamp" not in line]
