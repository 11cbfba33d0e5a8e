"""What a row says of its own silence: that time ran out, or only an error as JSON."""

from __future__ import annotations

import re

from lambda_triage.scan.message import message_text, object_time
from lambda_triage.scan.row import Kind, Row

# A runtime's report of an error, or the same written by the function: Go puts a time in front.
_PAYLOAD = re.compile(
    r'(?:\d{4}/\d\d/\d\d \d\d:\d\d:\d\d )?\{\s*"error(?:Type|Message)".{0,65536}\}\s*\Z', re.DOTALL
)
_TIMED_OUT = re.compile(r'Status: timeout|"status"\s*:\s*"timeout"')


def is_timeout(row: Row) -> bool:
    """Whether the row tells that an invocation was stopped at its time limit."""
    if row.kind is Kind.REPORT:
        return "timeout" in row.text and _TIMED_OUT.search(row.text) is not None
    return row.kind is Kind.TIMEOUT


def is_payload(row: Row) -> bool:
    """Whether the row is one error as JSON and nothing else."""
    return row.kind is Kind.HIT and _PAYLOAD.match(row.text) is not None


def add_last_words(row: Row, message: bytes, time_us: int | None) -> None:
    """Give a time-out the event that came before it."""
    row.before = message_text(message)
    row.before_us = object_time(message) if time_us is None else time_us
