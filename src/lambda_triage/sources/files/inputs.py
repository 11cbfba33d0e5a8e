"""Paths as a person gives them → inputs: files, folders, globs, archives and stdin."""

from __future__ import annotations

import glob
import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from lambda_triage.errors import InputError
from lambda_triage.paths import final
from lambda_triage.sources.files.archive import Opened, RefusalError, add
from lambda_triage.sources.files.input import Expansion, Input, Span
from lambda_triage.sources.packages.marks import is_built

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lambda_triage.sources.files.unpack import Reader

__all__ = ["Expansion", "Input", "Span", "expand"]


def expand(paths: Sequence[str], *, stdin: BinaryIO | None = None) -> Expansion:
    """Every input under the paths, sorted by name.

    Raises InputError for a path that does not exist; what exists and cannot be read is a line of
    `unreadable`. Archives and compression are known by their bytes, never by name.
    """
    opened = Opened()
    for path in dict.fromkeys(paths):
        if path == "-":
            _add_stream("-", stdin or sys.stdin.buffer, opened)
        else:
            for found in _literal_or_glob(path):
                _add_path(found, opened)
    inputs = sorted({source.name: source for source in opened.inputs}.values(), key=_by_name)
    return Expansion(tuple(inputs), tuple(sorted(opened.unreadable)), opened.scratch.folder)


def _by_name(source: Input) -> str:
    return source.name


def _literal_or_glob(path: str) -> list[str]:
    if os.path.lexists(path):  # an S3 export has `[$LATEST]` in its folder names
        return [path]
    if glob.has_magic(path):
        found = sorted(glob.glob(path, recursive=True))  # noqa: PTH207, absolute patterns too
        if found:
            return found
        raise InputError(f"{path}: nothing matches; check the pattern, or quote it for the shell")
    raise InputError(f"{path}: no such file or folder; check the path, or use - for stdin")


def _add_path(path: str, opened: Opened) -> None:
    try:
        mode = Path(path).stat().st_mode
    except OSError as error:
        opened.unreadable.append(f"{path}: {error.strerror}")
        return
    if stat.S_ISDIR(mode):
        for file in _walk(path, opened):
            if Path(file).is_dir():
                opened.inputs.append(Input(_posix(file), Path(file)))
            else:
                _add_file(file, opened)
    elif stat.S_ISREG(mode):
        _add_file(path, opened)
    else:  # a pipe, as of `<(aws logs tail …)`
        _add_pipe(path, opened)


def _add_file(path: str, opened: Opened) -> None:
    add(Input(_posix(path), Path(path), (), Path(path).stat().st_size), opened)


def _posix(path: str) -> str:
    return Path(path).as_posix() if os.sep == "\\" else path


def _add_pipe(path: str, opened: Opened) -> None:
    try:
        with Path(path).open("rb") as file:
            _add_stream(path, file, opened)
    except OSError as error:
        opened.unreadable.append(f"{path}: {error.strerror}")


def _add_stream(name: str, reader: Reader, opened: Opened) -> None:
    try:
        spooled = opened.scratch.spool(reader)
    except RefusalError as error:
        opened.unreadable.append(f"{name}: {error}")
        return
    add(Input(name, spooled, (), spooled.stat().st_size), opened)


def _walk(top: str, opened: Opened) -> Iterator[str]:
    """Files under a folder, and the folders that are one package each."""

    def unreadable(error: OSError) -> None:
        opened.unreadable.append(f"{error.filename}: {error.strerror}")

    root = Path(top).resolve()
    for folder, folders, files in os.walk(top, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        if is_built(Path(folder)):
            folders.clear()
            yield folder
            continue
        for name in sorted(files):
            path = Path(folder, name)
            if name.startswith("."):
                continue
            if refusal := _refusal(path, root):
                opened.unreadable.append(f"{path}: {refusal}")
            else:
                yield str(path)


def _refusal(path: Path, root: Path) -> str | None:
    """Why a file found in a folder is not taken: a bundle must not reach outside itself."""
    if path.is_symlink() and not final(path).is_relative_to(root):
        return "a link that leaves its folder; refused"
    try:
        regular = stat.S_ISREG(path.stat().st_mode)
    except OSError as error:
        return error.strerror
    return None if regular else "not a file"
