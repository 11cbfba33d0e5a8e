"""What a subscription filter sends, however Kinesis, Firehose or Lambda wrapped it."""

from __future__ import annotations

import base64
import binascii
import zlib
from typing import TYPE_CHECKING

from lambda_triage.scan.block import Stream
from lambda_triage.sources.files.decode import decode, encode
from lambda_triage.sources.files.json_stream import Fault, JsonStream, Whole
from lambda_triage.sources.files.messages import Messages
from lambda_triage.sources.files.tally import Tally
from lambda_triage.sources.files.times import any_us

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.scan.block import Block
    from lambda_triage.sources.files.item import Json, Skipped
    from lambda_triage.sources.files.unpack import Content

PAYLOAD_LIMIT = 64 << 20  # bytes of one decompressed payload; AWS sends 6 MiB at most
DEPTH_LIMIT = 4  # wrappers inside wrappers


def subscription(content: Content, index: int) -> Iterator[Block | Skipped]:
    """The log events of every DATA_MESSAGE; control messages are counted."""
    messages, tally = Messages(index), Tally(index)
    if content.head().lstrip()[:1] not in (b"{", b"["):
        raw = content.read(PAYLOAD_LIMIT).strip().strip(b'"').decode("ascii", "replace")
        yield from _payload(raw, messages, tally, 0)
    for piece in JsonStream(content.read, arrays=False).pieces():
        if isinstance(piece, Fault):
            tally.add(piece.kind, piece.reason)
        elif isinstance(piece, Whole):
            yield from _document(decode(piece.raw), messages, tally, 0)
    yield from messages.finish()
    yield from tally.skipped()


def _document(value: Json, messages: Messages, tally: Tally, depth: int) -> Iterator[Block]:
    if isinstance(value, list):
        for item in value:
            yield from _document(item, messages, tally, depth)
        return
    payloads = list(_payloads(value)) if isinstance(value, dict) and depth < DEPTH_LIMIT else []
    if isinstance(value, dict) and isinstance(events := value.get("logEvents"), list):
        if value.get("messageType") == "CONTROL_MESSAGE":
            tally.add("control", "control messages of a subscription")
        else:
            yield from _events(value, events, messages)
    elif payloads:
        for payload in payloads:
            yield from _payload(payload, messages, tally, depth + 1)
    else:
        tally.add("unrecognised_json", "JSON values that are no subscription data")


def _payloads(value: dict[str, Json]) -> Iterator[str]:
    """Base64 texts in a Lambda event, or in the records of a Kinesis or Firehose event."""
    records = value.get("Records", value.get("records"))
    holders: list[Json] = [value.get("awslogs")]
    if isinstance(records, list):
        holders += [r.get("kinesis", r) for r in records if isinstance(r, dict)]
    for holder in holders:
        if isinstance(holder, dict) and isinstance(data := holder.get("data"), str):
            yield data


def _payload(text: str, messages: Messages, tally: Tally, depth: int) -> Iterator[Block]:
    try:
        packed = base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        tally.add("undecodable", "payloads that are not base64")
        return
    try:
        plain = _inflate(packed)
    except zlib.error:
        tally.add("undecodable", "payloads whose compressed data are damaged")
        return
    given = [plain]
    stream = JsonStream(lambda _: given.pop() if given else b"", arrays=False)
    for piece in stream.pieces():
        if isinstance(piece, Whole):
            yield from _document(decode(piece.raw), messages, tally, depth)
        elif isinstance(piece, Fault):
            tally.add(piece.kind, piece.reason)


def _inflate(packed: bytes) -> bytes:
    """gzip or zlib members one after another, at most PAYLOAD_LIMIT; other bytes unchanged."""
    if packed[:1] in (b"{", b"["):
        return packed
    parts: list[bytes] = []
    room = PAYLOAD_LIMIT
    while packed and room > 0:
        state = zlib.decompressobj(zlib.MAX_WBITS | 32)  # 32: gzip or zlib, as the bytes say
        parts.append(state.decompress(packed, room))
        room -= len(parts[-1])
        packed = state.unused_data if state.eof else b""
    return b"".join(parts)


def _events(value: dict[str, Json], events: list[Json], messages: Messages) -> Iterator[Block]:
    group, name = value.get("logGroup"), value.get("logStream")
    stream = Stream(
        group if isinstance(group, str) else None, name if isinstance(name, str) else None
    )
    for event in events:
        if isinstance(event, dict) and "message" in event:
            message = event["message"]
            text = (
                message.encode("utf-8", "replace") if isinstance(message, str) else encode(message)
            )
            if messages.add(text, any_us(event.get("timestamp"))[0], stream):
                yield from messages.take()
