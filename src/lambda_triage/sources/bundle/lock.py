"""One collector at a time in a folder; the system lets go of the lock when its process ends."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from lambda_triage.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO


class Lock:
    """A file that one process at a time holds, also after others were killed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: BinaryIO | None = None

    def take(self) -> None:
        """Hold the lock. UsageError when another process has it."""
        file = self._path.open("ab")
        try:
            _hold(file)
        except OSError:
            file.close()
            raise UsageError(
                f"another collection is writing to {self._path.parent};"
                " wait for it, or give another --output"
            ) from None
        self._file = file

    def release(self) -> None:
        """Let go; the empty file stays, since removing it could let two in."""
        if self._file is not None:
            self._file.close()
            self._file = None


def _hold(file: BinaryIO) -> None:
    if sys.platform == "win32":
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
