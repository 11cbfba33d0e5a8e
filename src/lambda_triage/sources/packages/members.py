"""What a package consists of, whatever it comes in: names, sizes, modes, and bounded contents."""

from __future__ import annotations

import os
import stat
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from lambda_triage.evidence.documents import Json

ENTRY_LIMIT = 20_000  # entries kept; packages of 250 MB have some thousands
READ_LIMIT = 64 << 10  # bytes taken of one file
TOTAL_LIMIT = 300 << 20  # bytes taken of all files of one package
NAME_LIMIT = 1024  # characters of a path


class Member(Struct, frozen=True):
    """One entry; `read` gives its first bytes, and is None where they are not at hand."""

    path: str
    size: int
    mode: int | None = None
    encrypted: bool = False
    link: bool = False
    read: Callable[[], bytes] | None = None


class Members(Struct, frozen=True):
    """All entries that were kept, and how many there are."""

    files: tuple[Member, ...]
    entries: int
    unpacked: int
    zipped: int | None = None
    encrypted: int = 0
    refused: int = 0
    archive: str | None = None  # the name that a listing gives

    @property
    def whole(self) -> bool:
        """Whether none was left out for being too many."""
        return self.entries <= ENTRY_LIMIT


def members(body: Mapping[str, Json]) -> Members:
    """The entries of what a document points at: a listing's text, a folder or an archive."""
    from lambda_triage.sources.packages.listing import listing
    from lambda_triage.sources.packages.zipped import zipped

    if "text" in body:
        return listing(str(body["text"]))
    path = Path(str(body["path"]))
    return folder(path) if path.is_dir() else zipped(path)


def gathered(
    found: Iterator[Member],
    entries: int = 0,
    *,
    zipped: int | None = None,
    archive: str | None = None,
) -> Members:
    """Keep what may be kept of the entries: the last of each name, none that leaves the package."""
    kept: dict[str, Member] = {}
    seen = unpacked = encrypted = refused = 0
    for member in found:
        seen += 1
        if seen > ENTRY_LIMIT:
            break
        unpacked += member.size
        encrypted += member.encrypted
        if member.link or leaves(member.path):
            refused += 1
        elif not member.path.endswith("/"):
            kept[member.path] = member
    files = tuple(kept[path] for path in sorted(kept))
    return Members(files, max(entries, seen), unpacked, zipped, encrypted, refused, archive)


def leaves(path: str) -> bool:
    """Whether a name points outside of the package."""
    windows = PureWindowsPath(path)
    return path.startswith(("/", "\\")) or bool(windows.drive) or ".." in windows.parts


def shown(name: str) -> str:
    """A name that is safe to print: bounded, one line, no terminal codes."""
    return "".join(c if c.isprintable() else "\ufffd" for c in name[:NAME_LIMIT])


def folder(top: Path) -> Members:
    """The files of a built folder. Links are followed only where they stay inside."""
    return gathered(_walk(top))


def _walk(top: Path) -> Iterator[Member]:
    root = top.resolve()
    for path, folders, files in os.walk(top):
        folders.sort()
        for name in sorted(files):
            found = Path(path, name)
            inside = found.relative_to(top).as_posix()
            if found.is_symlink() and not found.resolve().is_relative_to(root):
                yield Member(shown(inside), 0, link=True)
                continue
            try:
                known = found.stat()
            except OSError:
                continue
            if stat.S_ISREG(known.st_mode):
                mode = None if os.name == "nt" else stat.S_IMODE(known.st_mode)
                yield Member(shown(inside), known.st_size, mode, read=_reader(found))


def _reader(path: Path) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            with path.open("rb") as file:
                return file.read(READ_LIMIT)
        except OSError:
            return b""

    return read
