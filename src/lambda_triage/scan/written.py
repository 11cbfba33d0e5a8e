"""One event's message → its row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.scan.message import (
    message_text,
    named_request_id,
    object_time,
    row_values,
    told_time,
)
from lambda_triage.scan.row import Kind, Row

if TYPE_CHECKING:
    from lambda_triage.scan.platform_lines import Platform

# input, offset, line, time_us and stream of a row
Where = tuple[int, int, int, int | None, int]


def written_row(
    message: bytes, where: Where, platform: Platform | None, literals: tuple[int, ...]
) -> Row:
    """The row of an event from its text alone."""
    source, offset, line, time_us, stream = where
    text = message_text(message)
    if platform is None:
        kind, name, values = Kind.HIT, named_request_id(message), {}
    else:
        kind, name, values = platform.kind, platform.request_id, row_values(platform)
    if time_us is None:
        time_us = told_time(platform) or object_time(message)
    return Row(kind, source, offset, line, time_us, stream, name, text, literals, values)
