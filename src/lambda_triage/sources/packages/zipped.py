"""A zip archive → its entries, from its central directory alone; contents are read in place."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from lambda_triage.errors import FormatError
from lambda_triage.sources.packages.members import READ_LIMIT, Member, gathered, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from lambda_triage.sources.packages.members import Members

# Layouts of PKWARE APPNOTE 6.3.10: 4.3.16 end record, 4.3.14 zip64 end record, 4.3.12 directory.
END = struct.Struct("<4s4H2LH")
END_64 = struct.Struct("<4sQ2H2L4Q")
LOCATOR = struct.Struct("<4sLQL")
ENTRY = struct.Struct("<4s2B5H3L5H2L")
LOCAL = 30  # bytes of a local header before the name
DIRECTORY_LIMIT = 16 << 20  # bytes of central directory; 20,000 entries need about 2 MB
COMMENT = 1 << 16  # longest archive comment
STORED, DEFLATED = 0, 8
UNIX = 3  # "version made by" of archives with Unix modes
ENCRYPTED, UTF8 = 1, 0x800  # bits of the general purpose flag
LINK, KIND = 0o120000, 0o170000


class _Directory(NamedTuple):
    data: bytes
    entries: int
    shift: int  # bytes before the archive, as in a self-extracting one


def zipped(path: Path) -> Members:
    """The entries of an archive. Raises FormatError where it has no readable directory."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            directory = _directory(file, size)
    except (OSError, struct.error, OverflowError, ValueError) as error:
        raise FormatError(f"not a readable zip archive ({error}); is it complete?") from None
    return gathered(_entries(directory, path), directory.entries, zipped=size)


def _directory(file: BinaryIO, size: int) -> _Directory:
    start = max(0, size - COMMENT - END.size)
    file.seek(start)
    tail = file.read()
    found = tail.rfind(b"PK\x05\x06")
    if found < 0:
        raise FormatError("the archive has no end record; it is cut off, so fetch it again")
    end = start + found
    _, _, _, _, entries, length, offset, _ = END.unpack_from(tail, found)
    if entries == 0xFFFF or length == 0xFFFFFFFF or offset == 0xFFFFFFFF:
        end, entries, length, offset = _zip64(file, end, entries, length, offset)
    shift = max(0, end - length - offset)
    file.seek(offset + shift)
    return _Directory(file.read(min(length, DIRECTORY_LIMIT)), entries, shift)


def _zip64(
    file: BinaryIO, end: int, entries: int, length: int, offset: int
) -> tuple[int, int, int, int]:
    file.seek(max(0, end - LOCATOR.size))
    mark, _, at, _ = LOCATOR.unpack(file.read(LOCATOR.size))
    if mark != b"PK\x06\x07":
        return end, entries, length, offset
    file.seek(at)
    told = END_64.unpack(file.read(END_64.size))
    return at, told[7], told[8], told[9]


def _entries(directory: _Directory, path: Path) -> Iterator[Member]:
    data, at = directory.data, 0
    while at + ENTRY.size <= len(data) and data.startswith(b"PK\x01\x02", at):
        head = ENTRY.unpack_from(data, at)
        system, flags, method = head[2], head[4], head[5]
        packed, size, name, extra, comment = head[9:14]
        attributes, offset = head[16], head[17]
        raw = data[at + ENTRY.size : at + ENTRY.size + name]
        at += ENTRY.size + name + extra + comment
        mode = attributes >> 16 if system == UNIX else 0
        closed = bool(flags & ENCRYPTED)
        readable = method in (STORED, DEFLATED) and not closed and offset != 0xFFFFFFFF
        begin = offset + directory.shift
        yield Member(
            shown(raw.decode("utf-8" if flags & UTF8 else "cp437", "replace")),
            size,
            mode & 0o7777 if mode else None,
            encrypted=closed,
            link=mode & KIND == LINK,
            read=_reader(path, begin, packed, method == DEFLATED) if readable else None,
        )


def _reader(path: Path, begin: int, packed: int, deflated: bool) -> Callable[[], bytes]:
    """The first bytes of an entry; none where they are damaged."""

    def read() -> bytes:
        try:
            with path.open("rb") as file:
                file.seek(begin)
                head = file.read(LOCAL)
                if not head.startswith(b"PK\x03\x04"):
                    return b""
                file.seek(sum(struct.unpack("<26x2H", head)), 1)
                data = file.read(min(packed, READ_LIMIT + 1024))
            return zlib.decompressobj(-15).decompress(data, READ_LIMIT) if deflated else data
        except (OSError, struct.error, zlib.error, OverflowError):
            return b""

    return read
