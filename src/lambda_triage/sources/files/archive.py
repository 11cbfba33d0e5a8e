"""A zip or tar archive → its members as inputs; members that leave their folder are refused.

A zip of code (`sources/packages/marks.py` tells which one is) is one input and stays closed.
"""

from __future__ import annotations

import struct
import tarfile
import tempfile
import zipfile
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

from msgspec import Struct, field

from lambda_triage.errors import FormatError
from lambda_triage.sources.files.input import Input, Span
from lambda_triage.sources.files.unpack import open_input
from lambda_triage.sources.packages.marks import evidence_beside, is_package

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.sources.files.unpack import Reader

MEMBER_LIMIT = 100_000
DEPTH_LIMIT = 3  # archives inside archives
SPOOL_LIMIT = 8 << 30  # bytes of scratch files of one command
ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")
STORED, DEFLATED = 0, 8  # compression methods of PKWARE APPNOTE 4.4.5
ENCRYPTED = 1  # bit of the general purpose flag


class RefusalError(Exception):
    """A member or an archive that is not taken; the message is the reason."""


DAMAGE = (  # what zipfile and tarfile raise for archives that are none, or are broken
    RefusalError,
    OSError,
    zipfile.BadZipFile,
    tarfile.TarError,
    struct.error,
    EOFError,
    LookupError,
    NotImplementedError,
    OverflowError,
    ValueError,
)


class Scratch(Struct):
    """Spooled files of one command: made when first needed, bounded in sum."""

    folder: Path | None = None
    used: int = 0
    files: int = 0

    def spool(self, reader: Reader) -> Path:
        """The rest of a reader as a file."""
        if self.folder is None:
            self.folder = Path(tempfile.mkdtemp(prefix="lambda-triage-"))
        self.files += 1
        path = self.folder / f"{self.files:06}"
        with path.open("wb") as file:
            while data := reader.read(1 << 20):
                self.used += len(data)
                if self.used > SPOOL_LIMIT:
                    raise RefusalError(
                        f"needs over {SPOOL_LIMIT >> 30} GiB of scratch space; unpack it"
                    )
                file.write(data)
        return path


class Opened(Struct):
    """What was found so far, and the room that is left."""

    scratch: Scratch = field(default_factory=Scratch)
    inputs: list[Input] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    members: int = 0


def add(source: Input, opened: Opened, depth: int = 0) -> None:
    """Put an input, or each member of the archive it is, on the list."""
    content = open_input(source)
    try:
        kind = _archive_kind(content.head())
        if content.fault and not content.head():
            opened.unreadable.append(f"{source.name}: {content.fault.reason}")
        elif kind is None:
            opened.inputs.append(source)
        elif depth >= DEPTH_LIMIT:
            raise RefusalError(f"archives are nested more than {DEPTH_LIMIT} deep")
        elif content.plain and source.span is None:
            _add_members(source, source.path, kind, opened, depth)
        else:
            _add_members(source, opened.scratch.spool(content), kind, opened, depth)
    except DAMAGE as error:
        opened.unreadable.append(f"{source.name}: {str(error) or 'not a readable archive'}")
    finally:
        content.close()


def _archive_kind(head: bytes) -> str | None:
    if head.startswith(ZIP_STARTS):
        return "zip"
    return "tar" if head[257:262] == b"ustar" else None


def _add_members(source: Input, path: Path, kind: str, opened: Opened, depth: int) -> None:
    names = _names(path) if kind == "zip" else ()
    code = is_package(names, source.name)
    beside = evidence_beside(names) if code else frozenset()
    if code:
        size = path.stat().st_size
        opened.inputs.append(Input(source.name, path, source.members, size))
    if code and not beside:
        return
    for member in _zip_members(path) if kind == "zip" else _tar_members(path):
        name, size, span, refusal = member
        if code and name not in beside:
            continue
        opened.members += 1
        if opened.members > MEMBER_LIMIT:
            raise RefusalError(f"more than {MEMBER_LIMIT} members; the rest is not read")
        refusal = refusal or _leaves_folder(name)
        if refusal:
            opened.unreadable.append(f"{source.name}!{name}: {refusal}")
        elif span is not None and not _is_hidden(name):
            shown = f"{source.name}!{name}"
            add(Input(shown, path, (*source.members, name), size, span), opened, depth + 1)


def _names(path: Path) -> tuple[str, ...]:
    """Names of the entries, as far as they are looked at."""
    from lambda_triage.sources.packages.zipped import zipped

    try:
        return tuple(member.path for member in zipped(path).files)
    except FormatError:
        return ()  # zipfile says what is wrong with it


Member = tuple[str, int, Span | None, str | None]  # name, size, where, why refused


def _zip_members(path: Path) -> Iterator[Member]:
    with zipfile.ZipFile(path) as archive, path.open("rb") as file:
        for info in archive.infolist():
            if info.filename.endswith("/"):
                continue
            if info.external_attr >> 28 == 0xA:  # S_IFLNK of the Unix mode in the upper half
                yield info.filename, 0, None, "a link is not followed"
            elif info.flag_bits & ENCRYPTED:
                yield info.filename, 0, None, "encrypted; unpack it with its password"
            elif info.compress_type not in (STORED, DEFLATED):
                yield info.filename, 0, None, f"zip compression method {info.compress_type}"
            else:
                yield info.filename, info.file_size, _zip_span(info, file), None


def _zip_span(info: zipfile.ZipInfo, file: Reader) -> Span:
    """The data follow a local header of 30 bytes, the name and an extra field (APPNOTE 4.3.7)."""
    file.seek(info.header_offset)  # type: ignore[attr-defined]
    name, extra = struct.unpack("<26x2H", file.read(30))
    offset = info.header_offset + 30 + name + extra
    return Span(offset, info.compress_size, info.compress_type == DEFLATED)


def _tar_members(path: Path) -> Iterator[Member]:
    with tarfile.open(path, "r:") as archive:
        for info in archive:
            if info.isdir():
                continue
            if info.isreg() and not info.issparse():
                yield info.name, info.size, Span(info.offset_data, info.size), None
            else:
                what = "a link is not followed" if info.islnk() or info.issym() else "not a file"
                yield info.name, 0, None, what


def _leaves_folder(name: str) -> str | None:
    windows = PureWindowsPath(name)
    if name.startswith(("/", "\\")) or windows.drive or ".." in windows.parts:
        return "leaves its folder; refused"
    return None


def _is_hidden(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return any(part.startswith(".") or part == "__MACOSX" for part in parts)
