"""Notes for the next run of a collection: what was kept and led where, and why there is no answer.

Lines of JSON in a hidden file of the bundle's folder, appended as things happen. The last line may
be cut by a kill; a line that cannot be read is passed over, and its want is asked again.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from lambda_triage.sources.aws.answer import Why  # noqa: TC001 - msgspec reads the annotations
from lambda_triage.sources.aws.want import Want

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from typing import BinaryIO


class Noted(Struct, frozen=True, tag="missing"):
    """Why there was no answer."""

    file: str
    why: Why
    detail: str


class Kept(Struct, frozen=True, tag="answer"):
    """An answer that is about to be written, and what it led to.

    wants  operation, about and parameters of each
    cut    why pages are missing from its end
    """

    file: str
    wants: tuple[tuple[str, str, str], ...] = ()
    cut: str = ""


class Journal:
    """The notes of a bundle; safe for use by several threads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: BinaryIO | None = None
        self._mutex = threading.Lock()
        self._noted: dict[str, Noted] = {}
        self._kept: dict[str, Kept] = {}

    def open(self) -> None:
        """Read what earlier runs noted, and begin to write."""
        told = self._path.read_bytes() if self._path.exists() else b""
        for line in told.splitlines():
            self._take(line)
        self._file = self._path.open("ab", buffering=0)
        if told and not told.endswith(b"\n"):
            self._file.write(b"\n")

    def close(self) -> None:
        """Write no more."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def missing(self, file: str, why: Why, detail: str) -> None:
        """Note why there is no answer."""
        self._note(Noted(file, why, detail))

    def answer(self, file: str, wants: Iterable[Want], cut: str) -> None:
        """Note that the answer in this file is to be kept."""
        told = tuple((w.operation, w.about, w.asked) for w in wants)
        self._note(Kept(file, told, cut))

    def noted(self, file: str) -> Noted | None:
        """The last note of why there is no answer."""
        return self._noted.get(file)

    def cut(self, file: str) -> str:
        """Why pages are missing from the end of the answer in this file."""
        found = self._kept.get(file)
        return found.cut if found else ""

    def led(self, file: str) -> tuple[Want, ...]:
        """What the answer in this file led to."""
        found = self._kept.get(file)
        return tuple(Want(*told) for told in found.wants) if found else ()

    def files(self) -> tuple[str, ...]:
        """Files of all answers that were ever kept."""
        return tuple(sorted(self._kept))

    def _note(self, note: Noted | Kept) -> None:
        line = msgspec.json.encode(note)
        with self._mutex:
            self._keep(note)
            if self._file is not None:
                self._file.write(line + b"\n")

    def _take(self, line: bytes) -> None:
        try:
            self._keep(msgspec.json.decode(line, type=Noted | Kept))
        except (msgspec.DecodeError, UnicodeDecodeError):
            return

    def _keep(self, note: Noted | Kept) -> None:
        if isinstance(note, Noted):
            self._noted[note.file] = note
        else:
            self._kept[note.file] = note
