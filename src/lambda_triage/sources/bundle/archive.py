"""A bundle's folder → one file, the same bytes for the same content.

Names in order, no owner, no times; the same library compresses the same content to the same bytes.
"""

from __future__ import annotations

import gzip
import os
import tarfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from lambda_triage.errors import InputError, UsageError
from lambda_triage.paths import whole
from lambda_triage.sources.bundle.manifest import decode
from lambda_triage.sources.bundle.place import CALLS, MANIFEST

if TYPE_CHECKING:
    from typing import IO

ENDINGS = (".tar.gz", ".tgz", ".tar.zst")
GZIP_LEVEL, ZSTD_LEVEL = 6, 10  # logs shrink little more above, at many times the cost


def pack(folder: str | Path, target: str | Path, *, calls: bool = False) -> None:
    """Write the bundle in *folder* to *target*, whose ending tells how it is compressed.

    calls  take calls.jsonl along: attempts and timings, which are no part of the identity

    Everything else that a diagnosis of the folder reads is taken: hidden files and links are not.
    Raises UsageError for another ending, InputError where there is no bundle.
    """
    top, path = Path(folder), Path(target)
    if not path.name.endswith(ENDINGS):
        raise UsageError(f"{path}: an archive's name ends in {', '.join(ENDINGS)}")
    try:
        if decode((top / MANIFEST).read_bytes()) is None:
            raise InputError(f"{top / MANIFEST} is not the manifest of a bundle")
        members = [m for m in _members(top) if calls or m != CALLS]
        _write(top, members, path)
    except OSError as error:
        raise InputError(
            f"cannot pack {top}: {error.filename}: {error.strerror}; check the folder"
        ) from None


def _members(top: Path) -> list[str]:
    """Paths of the visible files, with `/`, in order."""
    found: list[str] = []
    for folder, folders, files in os.walk(top):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            path = Path(folder, name)
            if not name.startswith(".") and path.is_file() and not path.is_symlink():
                found.append(path.relative_to(top).as_posix())
    return sorted(found)


def _write(top: Path, members: list[str], path: Path) -> None:
    with whole(path) as file, ExitStack() as stack:
        out = stack.enter_context(_compressed(file, path.name))
        archive = stack.enter_context(
            tarfile.open(fileobj=out, mode="w|", format=tarfile.PAX_FORMAT)
        )
        for member in members:
            _add(archive, top, member)


def _compressed(file: IO[bytes], name: str) -> IO[bytes]:
    if name.endswith(".zst"):
        import zstandard

        compressor = zstandard.ZstdCompressor(level=ZSTD_LEVEL, write_checksum=True)
        return compressor.stream_writer(file, closefd=False)
    return gzip.GzipFile("", "wb", GZIP_LEVEL, file, mtime=0)  # type: ignore[return-value]


def _add(archive: tarfile.TarFile, top: Path, member: str) -> None:
    path = top / member
    with path.open("rb") as file:
        info = tarfile.TarInfo(member)  # its own owner, times and mode are those of no machine
        info.size = os.fstat(file.fileno()).st_size
        info.mode = 0o644
        archive.addfile(info, file)
