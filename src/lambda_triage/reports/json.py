"""The report as JSON: the published form, the same bytes for the same report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from lambda_triage.reports.contract import Report


def render(report: Report) -> bytes:
    """UTF-8, two blanks of indent, keys in the order of the contract, a newline at the end."""
    try:
        packed = msgspec.json.encode(report, order="deterministic")
    except UnicodeEncodeError:  # half a surrogate pair, out of a log that is not valid Unicode
        packed = msgspec.json.encode(_whole(msgspec.to_builtins(report)), order="deterministic")
    return msgspec.json.format(packed, indent=2) + b"\n"


def _whole(value: object) -> object:
    """The same tree with every lone surrogate replaced by U+FFFD."""
    if isinstance(value, str):
        return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if isinstance(value, dict):
        return {_whole(key): _whole(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_whole(item) for item in value]
    return value
