"""Which lines continue the event above them, in text without any prefix: one line after another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.scan.block import SPACES
from lambda_triage.scan.platform_lines import ERROR_TYPE_LINE, FAULT_LINE

if TYPE_CHECKING:
    from collections.abc import Iterator

JSON_LIMIT = 64 * 1024  # bytes; a pretty-printed object longer than this is not joined
CONTINUES = (b"Traceback (most recent", b"Caused by:", b"XRAY TraceId")
INDENTS = b" \t\v\f\r"
NBSP = b"\xc2\xa0"  # Python's runtime client indents tracebacks with no-break spaces
FAULT_LINE_LIMIT = 4096  # bytes of a line searched for a fault


def opens_event(rows: list[bytes]) -> Iterator[bool]:
    """Whether each line opens an event."""
    closed_at = -1
    for index, line in enumerate(rows):
        inside = index <= closed_at
        yield index == 0 or not (inside or _continues(rows, index))
        if line.rstrip(SPACES) == b"{":
            closed_at = max(closed_at, _closing(rows, index))


def _continues(rows: list[bytes], index: int) -> bool:
    line = rows[index]
    return (
        _is_indented(line)
        or line.rstrip(SPACES) in (b"", b"}", b"]")
        or line.startswith(CONTINUES)
        or (is_error_type(line) and is_fault_line(rows[index - 1]))
    )


def _is_indented(line: bytes) -> bool:
    return line[:1] in tuple(bytes([byte]) for byte in INDENTS) or line.startswith(NBSP)


def _closing(rows: list[bytes], opening: int) -> int:
    """Index of the line that closes the object opened here; -1 when none does."""
    size = 0
    for index in range(opening, len(rows)):
        line = rows[index]
        if line.startswith(b"}"):
            return index if size <= JSON_LIMIT else -1
        if line.strip(SPACES) and not _is_indented(line) and line[:1] not in b'"{[]':
            return -1
        size += len(line) + 1
        if size > JSON_LIMIT:
            return -1
    return -1


def is_fault_line(line: bytes) -> bool:
    return FAULT_LINE.search(line[:FAULT_LINE_LIMIT]) is not None


def is_error_type(line: bytes) -> bool:
    return ERROR_TYPE_LINE.fullmatch(line[:256].rstrip(SPACES)) is not None
