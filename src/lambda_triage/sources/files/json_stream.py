"""JSON values of any number and size → slices of whole values, in bounded memory.

Answers of CloudWatch Logs reach gigabytes as one document. This finds where its elements end,
with one possessive regular expression per run of flat objects, and decodes nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WINDOW = 2 << 20  # bytes read at a time
VALUE_LIMIT = 64 << 20  # bytes of one document or element; a larger one is left out

STRING_BODY = rb'(?:[^"\\]++|\\.)*+'
BETWEEN = rb'[^"{}\[\]]*+'
FLAT_OBJECT = rb"\{" + BETWEEN + rb'(?:"' + STRING_BODY + rb'"' + BETWEEN + rb")*+\}"
FLAT_OBJECTS = re.compile(rb"(?:\s*+,?\s*+" + FLAT_OBJECT + rb")*+", re.DOTALL)
TO_BRACKET = re.compile(BETWEEN + rb'(?:"' + STRING_BODY + rb'"' + BETWEEN + rb")*+", re.DOTALL)
NO_BRACKET = re.compile(BETWEEN)
REST_OF_STRING = re.compile(STRING_BODY, re.DOTALL)
STRING = re.compile(rb'"' + STRING_BODY + rb'"', re.DOTALL)
KEY = re.compile(rb'"(' + STRING_BODY + rb')"\s*+:\s*+(?=\S)', re.DOTALL)
SCALAR = re.compile(rb"[^\s,\]}\"{\[]++(?=[\s,\]}])")
SPACE = re.compile(rb"[\s,]*+")
OPEN, CLOSE, QUOTE = b"{[", b"}]", 0x22


class Whole(Struct, frozen=True):
    """One top-level value."""

    raw: bytes


class Elements(Struct, frozen=True):
    """Some elements of a list, as a JSON list; `key` is empty for a top-level list."""

    key: str
    raw: bytes


class Fault(Struct, frozen=True):
    """Something that is no JSON, too large, or cut; reading went on behind it where it could."""

    kind: str
    reason: str


Piece: TypeAlias = Whole | Elements | Fault


class JsonStream:
    """Top-level values one after another, with or without anything between them.

    streamed   keys of top-level objects whose lists are given piece by piece
    arrays     top-level lists are given piece by piece, too
    """

    def __init__(
        self,
        read: Callable[[int], bytes],
        *,
        streamed: frozenset[str] = frozenset(),
        arrays: bool = True,
        window: int = WINDOW,
        limit: int = VALUE_LIMIT,
    ) -> None:
        self._read, self._window, self._limit = read, window, limit
        self._streamed, self._arrays = streamed, arrays
        self._buf, self._pos, self._ended = b"", 0, False

    def pieces(self) -> Iterator[Piece]:
        while self._skip_space():
            first = self._buf[self._pos]
            if first == ord("[") and self._arrays:
                yield from self._elements("")
            elif first == ord("{") and self._streamed:
                yield from self._object()
            elif first in OPEN:
                yield from self._whole()
            else:
                yield from self._no_json()

    def _fill(self) -> bool:
        """One window more behind the position; what lies before it is forgotten."""
        data = b"" if self._ended else self._read(self._window)
        self._ended = not data
        if data:
            self._buf = self._buf[self._pos :] + data
            self._pos = 0
        return bool(data)

    def _skip_space(self) -> bool:
        while True:
            match = SPACE.match(self._buf, self._pos)
            self._pos = match.end() if match else self._pos
            if self._pos < len(self._buf):
                return True
            if not self._fill():
                return False

    def _no_json(self) -> Iterator[Piece]:
        """Text between values, up to the next line."""
        while (end := self._buf.find(b"\n", self._pos)) < 0:
            self._pos = len(self._buf)
            if not self._fill():
                break
        self._pos = len(self._buf) if end < 0 else end
        yield Fault("text", "text between JSON values")

    def _whole(self) -> Iterator[Piece]:
        size, depth = self._measure()
        if depth == 0:
            yield Whole(self._take(size))
        else:
            yield self._give_up(size, depth)

    def _take(self, size: int) -> bytes:
        raw = self._buf[self._pos : self._pos + size]
        self._pos += size
        return raw

    def _measure(self) -> tuple[int, int]:
        """(size, 0) of the value at the position, else how far it was followed, and the depth."""
        size, depth = 0, 0
        while True:
            match = TO_BRACKET.match(self._buf, self._pos + size)
            size = match.end() - self._pos if match else size
            if self._pos + size < len(self._buf) and self._buf[self._pos + size] != QUOTE:
                depth += 1 if self._buf[self._pos + size] in OPEN else -1
                size += 1
                if depth <= 0:
                    return size, 0
            elif size > self._limit or len(self._buf) - self._pos > self._limit or not self._fill():
                return size, depth

    def _give_up(self, size: int, depth: int) -> Fault:
        """Pass over a value that is too large, holding one window at most."""
        self._pos += size
        in_string = False
        while depth > 0:
            if self._pos >= len(self._buf) and not self._fill():
                return Fault("truncated", "the JSON ends before its closing bracket")
            pattern = REST_OF_STRING if in_string else NO_BRACKET
            match = pattern.match(self._buf, self._pos)
            self._pos = match.end() if match else self._pos
            if self._pos == len(self._buf):
                continue
            byte = self._buf[self._pos]
            if byte == ord("\\"):  # its second half is not here yet
                if not self._fill():
                    self._pos = len(self._buf)
                continue
            self._pos += 1
            if byte == QUOTE:
                in_string = not in_string
            else:
                depth += 1 if byte in OPEN else -1
        return Fault("oversized", f"a JSON value over {self._limit >> 20} MiB is left out")

    def _elements(self, key: str) -> Iterator[Piece]:
        self._pos += 1
        while self._skip_space():
            if self._buf[self._pos] == ord("]"):
                self._pos += 1
                return
            if self._buf[self._pos] == ord("}"):
                break
            match = FLAT_OBJECTS.match(self._buf, self._pos)
            if match and match.end() > self._pos:
                yield Elements(key, b"[" + self._take(match.end() - self._pos) + b"]")
            elif self._buf[self._pos] in OPEN:
                for piece in self._whole():
                    wrapped = isinstance(piece, Whole)
                    yield Elements(key, b"[" + piece.raw + b"]") if wrapped else piece  # type: ignore[union-attr]
            elif (size := self._scalar()) == 0:
                break
            else:
                yield Elements(key, b"[" + self._take(size) + b"]")
        self._pos += self._pos < len(self._buf)
        yield Fault("truncated", f"the list {key or 'of events'} ends before its closing bracket")

    def _scalar(self) -> int:
        """Size of the string, number or word at the position; 0 if it is cut or none."""
        pattern = STRING if self._buf[self._pos] == QUOTE else SCALAR
        while True:
            match = pattern.match(self._buf, self._pos)
            if match:
                return match.end() - self._pos
            if len(self._buf) - self._pos > self._limit or not self._fill():
                return 0

    def _object(self) -> Iterator[Piece]:
        """An object whose streamed lists are given by elements; one without any is a Whole."""
        parts: list[bytes] = []
        size, given = 0, False
        parts.append(self._take(1))
        while self._skip_space():
            if self._buf[self._pos] == ord("}"):
                parts.append(self._take(1))
                if not given:
                    yield Whole(b"".join(parts))
                return
            key = self._key()
            if key is None or size > self._limit:
                break
            name = key[1].decode("utf-8", "replace")
            label = self._take(key.end() - self._pos)
            if name in self._streamed and self._buf[self._pos] == ord("["):
                given = True
                yield from self._elements(name)
                continue
            value = self._value()
            if isinstance(value, Fault):
                yield value
                return
            parts += [b"," if len(parts) > 1 else b"", label, value]
            size += len(value)
        yield from self._lost()

    def _lost(self) -> Iterator[Piece]:
        if self._pos >= len(self._buf):
            yield Fault("truncated", "the JSON ends before its closing bracket")
        else:
            yield Fault("malformed", "a JSON object is malformed; its rest is left out")
            for _ in self._no_json():
                pass

    def _key(self) -> re.Match[bytes] | None:
        while True:
            match = KEY.match(self._buf, self._pos)
            if match or self._buf[self._pos] != QUOTE:
                return match
            if len(self._buf) - self._pos > self._limit or not self._fill():
                return None

    def _value(self) -> bytes | Fault:
        if self._buf[self._pos] not in OPEN:
            size = self._scalar()
            return self._take(size) if size else Fault("truncated", "the JSON ends inside a value")
        size, depth = self._measure()
        return self._take(size) if depth == 0 else self._give_up(size, depth)
