"""Events of filter-log-events, get-log-events and Live Tail, from one document or many."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from lambda_triage.scan.block import NO_TIME, Stream
from lambda_triage.sources.files.decode import decode, encode
from lambda_triage.sources.files.json_stream import Elements, Fault, JsonStream
from lambda_triage.sources.files.messages import Messages
from lambda_triage.sources.files.shapes import is_performance
from lambda_triage.sources.files.tally import Tally
from lambda_triage.sources.files.times import any_us

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.scan.block import Block
    from lambda_triage.sources.files.item import Json, Skipped
    from lambda_triage.sources.files.unpack import Content

STREAMED = frozenset({"events", "sessionResults"})
US = 1000  # microseconds in a millisecond


class Event(msgspec.Struct, gc=False):
    """The usual element; anything else takes the slow path."""

    message: str
    timestamp: int
    logStreamName: str | None = None  # noqa: N815, the API's own name
    logGroupIdentifier: str | None = None  # noqa: N815


@cache
def _decoder() -> msgspec.json.Decoder[list[Event]]:
    return msgspec.json.Decoder(list[Event])


class _Out(Struct):
    messages: Messages
    tally: Tally
    streams: dict[tuple[str | None, str | None], Stream]

    def stream(self, group: str | None, name: str | None) -> Stream | None:
        if group is None and name is None:
            return None
        known = self.streams.get((group, name))
        if known is None:
            known = self.streams[group, name] = Stream(group, name)
        return known


def json_events(content: Content, index: int) -> Iterator[Block | Skipped]:
    """One event for each element of `events`, and for each event that is a value of its own."""
    out = _Out(Messages(index), Tally(index), {})
    for piece in JsonStream(content.read, streamed=STREAMED).pieces():
        if isinstance(piece, Fault):
            out.tally.add(piece.kind, piece.reason)
        elif isinstance(piece, Elements):
            yield from _elements(piece.raw, out)
        else:
            yield from _value(decode(piece.raw), out)
    yield from out.messages.finish()
    yield from out.tally.skipped()


def group_name(identifier: str) -> str:
    """The name in `name`, `account:name` or `arn:…:log-group:name[:*]`."""
    if identifier.startswith("arn:"):
        return identifier.partition(":log-group:")[2].removesuffix(":*") or identifier
    account, colon, name = identifier.partition(":")
    return name if colon and account.isdigit() else identifier


def _elements(raw: bytes, out: _Out) -> Iterator[Block]:
    try:
        events = _decoder().decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        yield from _slowly(raw, out)
        return
    add, stream, limit = out.messages.add, out.stream, 1 << 52
    for event in events:
        group = event.logGroupIdentifier
        lane = stream(group and group_name(group), event.logStreamName)
        time = event.timestamp * US if -limit < event.timestamp < limit else NO_TIME
        if add(event.message.encode(), time, lane):
            yield from out.messages.take()


def _slowly(raw: bytes, out: _Out) -> Iterator[Block]:
    values = decode(raw)
    if not isinstance(values, list):
        out.tally.add("undecodable", "list elements that are no JSON")
        return
    for value in values:
        yield from _event(value, out)


def _value(value: Json, out: _Out) -> Iterator[Block]:
    """A document without `events`: an event of its own, or a frame of Live Tail."""
    if isinstance(value, dict) and isinstance(update := value.get("sessionUpdate"), dict):
        results = update.get("sessionResults")
        for item in results if isinstance(results, list) else []:
            yield from _event(item, out)
    elif isinstance(value, dict) and "sessionStart" in value:
        out.tally.add("control", "frames of Live Tail without events")
    else:
        yield from _event(value, out)


def _event(value: Json, out: _Out) -> Iterator[Block]:
    if isinstance(value, str):
        full = out.messages.add(value.encode("utf-8", "replace"))
    elif isinstance(value, dict) and "message" in value:
        message, name = value["message"], value.get("logStreamName")
        group = value.get("logGroupIdentifier")
        text = message.encode("utf-8", "replace") if isinstance(message, str) else encode(message)
        lane = out.stream(
            group_name(group) if isinstance(group, str) else None,
            name if isinstance(name, str) else None,
        )
        full = out.messages.add(text, any_us(value.get("timestamp"))[0], lane)
    elif is_performance(value):
        full = out.messages.add(encode(value))
    else:
        out.tally.add("unrecognised_json", "JSON values that are no log events")
        return
    if full:
        yield from out.messages.take()
