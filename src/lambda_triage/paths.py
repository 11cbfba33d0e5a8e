"""Paths as a caller or a project gives them: looked at without an error, read within bounds.

A name that is too long, a loop of links, a null or a folder without permission is no file and no
folder; what is no plain file (a pipe, a device) is not opened, since reading it may never end.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PART = ".part-"  # begins the name of a file that is being written


def is_folder(path: Path) -> bool:
    """Whether there is a folder that can be seen."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def is_plain_file(path: Path) -> bool:
    """Whether there is a plain file that can be seen: neither a folder, a pipe nor a device."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def is_there(path: Path) -> bool:
    """Whether anything has this name, be it a link to nowhere."""
    try:
        return path.exists() or path.is_symlink()
    except (OSError, ValueError):
        return False


def at_home(told: str) -> Path:
    """The path, with `~` written out where the user that it names is known."""
    path = Path(told)
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def final(path: Path) -> Path:
    """The path without links; as it is where links go round in circles."""
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):
        return path.absolute()


def beginning(path: Path, most: int) -> bytes | None:
    """The first bytes of a plain file; None where there is none, or none that can be read."""
    if not is_plain_file(path):
        return None
    try:
        with path.open("rb") as file:
            return file.read(most)
    except (OSError, ValueError):
        return None


@contextmanager
def whole(path: Path) -> Iterator[IO[bytes]]:
    """Write a file that has its name once it is whole, or never; others may write the same."""
    import tempfile  # takes longer than all else here, and few write

    handle, part = tempfile.mkstemp(prefix=PART, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        Path(part).replace(path)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise
