"""The decompressed bytes of an input, read forward in bounded memory; faults are values."""

from __future__ import annotations

import codecs
import io
import zlib
from typing import TYPE_CHECKING, Protocol

from lambda_triage.sources.files.item import Skipped

if TYPE_CHECKING:
    from lambda_triage.sources.files.input import Input

HEAD = 64 << 10  # bytes that recognition sees
CHUNK = 64 << 10  # compressed bytes taken at a time
ZSTD_CHUNK = 512  # a run-length block of 4 bytes gives 128 KiB, so 512 bytes give 16 MiB at most
LAYERS = 3  # of compression: Firehose compresses again what CloudWatch Logs compressed
RATIO_LIMIT = 300  # times; logs reach 10 to 100
RATIO_GRACE = 1 << 30  # bytes that any input may grow to, whatever the ratio

GZIP = b"\x1f\x8b"
ZSTD = b"\x28\xb5\x2f\xfd"
UTF8_MARK = codecs.BOM_UTF8
UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Reader(Protocol):
    """Anything that gives at most n further bytes; none at its end."""

    def read(self, n: int, /) -> bytes: ...


class BrokenError(Exception):
    """The bytes end here, before their time."""

    def __init__(self, kind: str, reason: str) -> None:
        super().__init__(reason)
        self.kind = kind


class Window:
    """The next `length` bytes of a file, counted as they are taken."""

    def __init__(self, raw: Reader, length: int | None) -> None:
        self.raw, self.left, self.taken = raw, length, 0

    def read(self, n: int) -> bytes:
        if self.left is not None:
            n = min(n, self.left - self.taken)
        data = self.raw.read(n) if n > 0 else b""
        self.taken += len(data)
        return data


class Peekable:
    """A reader whose next bytes can be looked at."""

    def __init__(self, raw: Reader) -> None:
        self.raw, self.ahead = raw, b""

    def peek(self, n: int) -> bytes:
        while len(self.ahead) < n and (data := self.raw.read(n - len(self.ahead))):
            self.ahead += data
        return self.ahead

    def read(self, n: int) -> bytes:
        if not self.ahead:
            return self.raw.read(n)
        data, self.ahead = self.ahead[:n], self.ahead[n:]
        return data


class Inflate:
    """gzip members one after another (wbits 31), or one raw deflate stream (wbits -15)."""

    def __init__(self, raw: Reader, wbits: int = 31) -> None:
        self.raw, self.wbits, self.left = raw, wbits, b""
        self.state = zlib.decompressobj(wbits)

    def read(self, n: int) -> bytes:
        while True:
            if self.state.eof and not self._next_member():
                return b""
            data = self.left or self.raw.read(CHUNK)
            try:
                out = self.state.decompress(data, n)
            except zlib.error as error:
                raise BrokenError("damaged", f"compressed data are damaged: {error}") from None
            self.left = self.state.unconsumed_tail
            if out:
                return out
            if not data and not self.state.eof:
                raise BrokenError("truncated", "compressed data end before their end marker")

    def _next_member(self) -> bool:
        if self.wbits < 0:
            return False
        rest = self.state.unused_data.lstrip(b"\0")
        while not rest and (data := self.raw.read(CHUNK)):
            rest = data.lstrip(b"\0")
        if not rest:
            return False
        if rest[:2] != GZIP[: len(rest)]:
            raise BrokenError("damaged", "bytes that are not gzip follow the compressed data")
        self.state, self.left = zlib.decompressobj(self.wbits), rest
        return True


class Unzstd:
    """Zstandard frames one after another."""

    def __init__(self, raw: Reader) -> None:
        import zstandard

        self.raw, self.out, self.error = raw, b"", zstandard.ZstdError
        self.new = zstandard.ZstdDecompressor().decompressobj
        self.state, self.begun = self.new(), False

    def read(self, n: int) -> bytes:
        while not self.out:
            data = self._data()
            if not data:
                if self.begun:
                    raise BrokenError("truncated", "compressed data end before their end marker")
                return b""
            try:
                self.out, self.begun = self.state.decompress(data), True
            except self.error as error:
                raise BrokenError("damaged", f"compressed data are damaged: {error}") from None
        out, self.out = self.out[:n], self.out[n:]
        return out

    def _data(self) -> bytes:
        if not self.state.eof:
            return self.raw.read(ZSTD_CHUNK)
        rest = self.state.unused_data or self.raw.read(ZSTD_CHUNK)
        self.state, self.begun = self.new(), False
        return rest


class Utf16:
    """UTF-16 text as UTF-8; what cannot be decoded becomes U+FFFD."""

    def __init__(self, raw: Reader) -> None:
        self.raw = raw
        self.decoder = codecs.getincrementaldecoder("utf-16")(errors="replace")

    def read(self, n: int) -> bytes:
        while data := self.raw.read(max(2, n // 2)):
            if text := self.decoder.decode(data):
                return text.encode("utf-8", "replace")
        return self.decoder.decode(b"", final=True).encode("utf-8", "replace")


class Content:
    """The text of an input. `read` never raises: a fault ends the bytes and is kept.

    plain    the bytes are the file's own: no compression, no other encoding
    origin   bytes of a byte order mark that were dropped before the first
    """

    def __init__(self, file: io.BufferedIOBase | None, start: int, length: int | None) -> None:
        self.file = file
        self.window = Window(file if file is not None else io.BytesIO(), length)
        self.top = Peekable(self.window)
        self.fault: Skipped | None = None
        self.plain, self.origin, self.given = True, 0, 0
        if file is not None and start:
            file.seek(start)

    def head(self) -> bytes:
        """The first 64 KiB; they remain to be read."""
        try:
            return self.top.peek(HEAD)[:HEAD]
        except (BrokenError, OSError) as error:
            self._fail(error)
            return self.top.ahead

    def read(self, n: int) -> bytes:
        parts: list[bytes] = []
        missing = n
        while missing > 0 and not (self.fault and not self.top.ahead):
            try:
                data = self.top.read(missing)
                self._check_ratio(len(data))
            except (BrokenError, OSError) as error:
                self._fail(error)
                break
            if not data:
                break
            parts.append(data)
            missing -= len(data)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def close(self) -> None:
        if self.file is not None:
            self.file.close()

    def wrap(self, reader: Reader) -> None:
        self.top, self.plain = Peekable(reader), False

    def _check_ratio(self, given: int) -> None:
        self.given += given
        if self.given > RATIO_GRACE and self.given > RATIO_LIMIT * self.window.taken:
            raise BrokenError("refused", f"grows more than {RATIO_LIMIT} times when decompressed")

    def _fail(self, error: Exception) -> None:
        kind = error.kind if isinstance(error, BrokenError) else "unreadable"
        reason = error.strerror or str(error) if isinstance(error, OSError) else str(error)
        self.fault = self.fault or Skipped(kind, 1, reason)


def open_input(source: Input, start: int = 0, end: int | None = None) -> Content:
    """The content from `start` on; a start other than 0 is for plain content only."""
    span = source.span
    length = span.length if span else None
    if start or end is not None:
        stop = end if end is not None else length
        length = None if stop is None else max(0, stop - start)
    try:
        file = source.path.open("rb", buffering=0)
    except OSError as error:
        content = Content(None, 0, None)
        content._fail(error)
        return content
    content = Content(file, start + (span.offset if span else 0), length)  # type: ignore[arg-type]
    if span and span.deflated:
        content.wrap(Inflate(content.top, -15))
    if start == 0:
        _peel(content)
    return content


def _peel(content: Content) -> None:
    for _ in range(LAYERS):
        head = content.head()[:4]
        if head.startswith(GZIP):
            content.wrap(Inflate(content.top))
        elif head == ZSTD:
            content.wrap(Unzstd(content.top))
        else:
            break
    head = content.head()[:3]
    if head[:2] in UTF16_MARKS:
        content.wrap(Utf16(content.top))
    elif head == UTF8_MARK:
        content.top.read(3)
        content.origin = 3
