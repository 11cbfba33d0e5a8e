"""JSON bytes → values, also where they hold what strict JSON forbids."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from lambda_triage.sources.files.item import Json


def decode(raw: bytes) -> Json:
    """The value; None where the bytes are no JSON at all."""
    try:
        value: Json = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _leniently(raw)
    return value


def _leniently(raw: bytes) -> Json:
    """Invalid UTF-8 is replaced; lone surrogates, control characters and NaN are let through."""
    try:
        value: Json = json.loads(raw.decode("utf-8", "replace"), strict=False)
    except (ValueError, RecursionError):
        return None
    return value


def compact(raw: bytes) -> bytes:
    """The same JSON without white space between tokens; anything else unchanged."""
    try:
        return msgspec.json.format(raw, indent=-1)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return raw


def encode(value: Json) -> bytes:
    """Compact JSON text of a decoded value."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace")
