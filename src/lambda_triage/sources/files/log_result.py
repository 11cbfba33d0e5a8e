"""The log tail that an invocation with LogType=Tail returns: base64 of its last 4 KB."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

from lambda_triage.scan.block import Block
from lambda_triage.sources.files.decode import decode
from lambda_triage.sources.files.documents import kind_of
from lambda_triage.sources.files.item import Document, Skipped
from lambda_triage.sources.files.json_stream import JsonStream, Whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.sources.files.unpack import Content

VALUE_LIMIT = 1 << 20  # bytes; AWS returns 4 KB


def log_result(content: Content, index: int) -> Iterator[Block | Document | Skipped]:
    """Plain lines of each tail, the first perhaps cut; and each whole answer as a document."""
    if content.head().lstrip()[:1] != b"{":
        yield _lines(content.read(VALUE_LIMIT).strip().strip(b'"'), index)
        return
    for piece in JsonStream(content.read).pieces():
        value = decode(piece.raw) if isinstance(piece, Whole) else None
        if isinstance(value, dict) and isinstance(tail := value.get("LogResult"), str):
            yield _lines(tail.encode("ascii", "replace"), index)
            yield Document(kind_of(value), value, index)
        elif isinstance(value, dict):
            yield Document(kind_of(value), value, index)
        else:
            yield Skipped("unrecognised_json", 1, "a JSON value that is no invoke answer", index)


def _lines(packed: bytes, index: int) -> Block | Skipped:
    try:
        text = base64.b64decode(b"".join(packed.split()), validate=True)
    except (binascii.Error, ValueError):
        return Skipped("undecodable", 1, "a LogResult that is not base64", index)
    text = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n").rstrip(b"\n")
    return Block(text + b"\n", index)
