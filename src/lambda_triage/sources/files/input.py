"""One readable thing, and the list of all that a command was given."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from pathlib import Path


class Span(Struct, frozen=True):
    """Where the bytes of an archive's member stand in the archive: no need to open it again."""

    offset: int
    length: int  # bytes in the archive, so compressed where `deflated`
    deflated: bool = False


class Input(Struct, frozen=True):
    """A file, a member of an archive, or stdin.

    name      as cited to a person: the path as given, `bundle.zip!member`, or `-`
    path      where the bytes are; stdin and archives inside archives are spooled to a scratch file
    members   names of archive members on the way to the bytes
    size      bytes, as far as the file system or the archive tells
    span      the part of `path` that holds a member's bytes
    """

    name: str
    path: Path
    members: tuple[str, ...] = ()
    size: int | None = None
    span: Span | None = None


class Expansion(Struct, frozen=True):
    """All inputs in a fixed order, and one line for each thing that could not be taken."""

    inputs: tuple[Input, ...]
    unreadable: tuple[str, ...] = ()
    scratch: Path | None = None

    def close(self) -> None:
        """Remove the spooled files; their inputs cannot be read afterwards."""
        if self.scratch is not None:
            shutil.rmtree(self.scratch, ignore_errors=True)
