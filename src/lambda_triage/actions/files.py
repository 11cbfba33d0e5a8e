"""Files that an action writes: nothing is replaced unless told so, and then it is kept beside."""

from __future__ import annotations

import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from lambda_triage.errors import UsageError

if TYPE_CHECKING:
    from lambda_triage.actions.plan import Move


def written(path: Path, text: str, *, overwrite: bool = False) -> Path | None:
    """Write a file, whole or not at all; returns where the file that it replaces is kept.

    Raises UsageError when something is there and *overwrite* is not given.
    """
    if not path.parent.is_dir():
        raise UsageError(f"{path.parent} is no folder; make it first")
    taken = path.exists() or path.is_symlink()
    if taken and not overwrite:
        raise UsageError(f"{path} exists and is left as it is; say overwrite, or another name")
    if taken and not path.is_file():
        raise UsageError(f"{path} is no plain file; give another name")
    kept = backup(path) if taken else None
    if kept:
        kept.write_bytes(path.read_bytes())
    _whole(path, text)
    return kept


def backup(path: Path, now: datetime | None = None) -> Path:
    """The name under which a file or folder is kept: NAME.YYYYmmddTHHMMSSZ.bak, a free one."""
    stamp = (now or datetime.now(UTC)).strftime("%Y%m%dT%H%M%SZ")
    name = f"{path.name}.{stamp}"
    for number in range(1, 1_000):
        found = path.with_name(f"{name}.bak" if number == 1 else f"{name}-{number}.bak")
        if not (found.exists() or found.is_symlink()):
            return found
    raise UsageError(f"{path} has too many backups of this second; try again")


def move(planned: Move) -> None:
    """Give something another name. Raises UsageError where that cannot be."""
    try:
        Path(planned.source).rename(planned.target)
    except OSError as error:
        raise UsageError(f"{planned.source} cannot be kept aside: {error.strerror}") from None


def _whole(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        Path(name).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        Path(name).replace(path)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise UsageError(f"{path} cannot be written: {error.strerror}") from None
