"""Batches of the Lambda Telemetry and Logs APIs → one message for each element."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.sources.files.decode import decode, encode
from lambda_triage.sources.files.json_stream import Fault, JsonStream
from lambda_triage.sources.files.messages import Messages
from lambda_triage.sources.files.shapes import is_telemetry
from lambda_triage.sources.files.tally import Tally
from lambda_triage.sources.files.times import any_us

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.scan.block import Block
    from lambda_triage.sources.files.item import Json, Skipped
    from lambda_triage.sources.files.unpack import Content


def telemetry(content: Content, index: int) -> Iterator[Block | Skipped]:
    """Platform events as compact JSON; lines of functions and extensions as they wrote them."""
    messages, tally = Messages(index), Tally(index)
    for piece in JsonStream(content.read).pieces():
        if isinstance(piece, Fault):
            tally.add(piece.kind, piece.reason)
            continue
        value = decode(piece.raw)
        for element in value if isinstance(value, list) else [value]:
            if not isinstance(element, dict) or not is_telemetry(element):
                tally.add("unrecognised_json", "JSON values that are no telemetry events")
            elif messages.add(_message(element), any_us(element["time"])[0]):
                yield from messages.take()
    yield from messages.finish()
    yield from tally.skipped()


def _message(element: dict[str, Json]) -> bytes:
    record = element["record"]
    if element["type"] not in ("function", "extension"):
        return encode(element)
    return record.encode("utf-8", "replace") if isinstance(record, str) else encode(record)
