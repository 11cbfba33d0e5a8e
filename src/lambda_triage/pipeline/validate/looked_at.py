"""The files that a function's code consists of, on this machine: a folder, a file or an archive."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.sources.packages.node_source import node_source
from lambda_triage.sources.packages.python_source import python_source

if TYPE_CHECKING:
    from collections.abc import Sequence

SOURCE_LIMIT = 1 << 20  # bytes of a source that is read
ENTRY_LIMIT = 20_000  # names of an archive
LONGEST = 1_000  # characters of a path
COMPILED = ("tsconfig.json",)  # files that tell that the handler's file is made by a build
BUILD_SCRIPT = re.compile(r"\"(?:build|compile|bundle|prepare|prepack)\"\s*:")


class Content(Struct, frozen=True):
    """A folder, or the names in an archive or of a single file."""

    folder: Path | None = None
    names: frozenset[str] = frozenset()

    def first(self, candidates: Sequence[str]) -> str | None:
        """The first of the names that is there."""
        if self.folder is None:
            return next((c for c in candidates if c in self.names), None)
        return next((c for c in candidates if is_file(self.folder / c)), None)

    def matches(self, stem: str, pattern: str) -> bool:
        """Whether a file beside *stem* has a name of that pattern."""
        if self.folder is None:
            return any(re.fullmatch(re.escape(stem) + pattern, name) for name in self.names)
        wanted = re.compile(re.escape(Path(stem).name) + pattern)
        try:
            return any(wanted.fullmatch(p.name) for p in (self.folder / stem).parent.iterdir())
        except (OSError, ValueError):
            return False

    def defined(self, name: str) -> tuple[str, ...] | None:
        """Names that a source defines or exports; None where that cannot be told."""
        if self.folder is None:
            return None
        try:
            with (self.folder / name).open("rb") as file:
                data = file.read(SOURCE_LIMIT + 1)
        except OSError:
            return None
        read = python_source if name.endswith(".py") else node_source
        if not name.endswith((".py", ".js", ".mjs", ".cjs")):
            return None
        return read(name, data, len(data) <= SOURCE_LIMIT).names

    def is_compiled(self) -> bool:
        """Whether a build makes files that are not here yet."""
        if self.folder is None:
            return False
        if self.first(COMPILED):
            return True
        return bool(BUILD_SCRIPT.search(self._text("package.json")))

    def requires(self, module: str) -> bool:
        """Whether the Python packages that are to be installed may bring a module."""
        wanted = re.sub(r"[-_.]+", "-", module.partition("/")[0]).lower()
        told = "\n".join(map(self._text, ("requirements.txt", "pyproject.toml", "Pipfile")))
        return wanted in re.sub(r"[-_.]+", "-", told).lower()

    def _text(self, name: str) -> str:
        if self.folder is None:
            return ""
        try:
            with (self.folder / name).open("rb") as file:
                return file.read(SOURCE_LIMIT).decode("utf-8", "replace")
        except OSError:
            return ""


def is_file(path: Path) -> bool:
    """Whether it is there and a file; False for a name that no file can have."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def resolved(base: Path, told: str) -> Path | None:
    """A path of the template, beside it; None for one that leads to another machine."""
    plain = told.replace("\\", "/")
    if plain.startswith("//") or len(told) > LONGEST or "\0" in told:
        return None
    return base / told


def content(path: Path) -> Content | None:
    """What is at a path; None where there is nothing."""
    try:
        if path.is_dir():
            return Content(path)
        if not path.is_file():
            return None
        return Content(names=_names(path))
    except (OSError, ValueError):
        return None


def _names(path: Path) -> frozenset[str]:
    """Names in an archive; the file's own where it is a source; nothing where it cannot be read."""
    if not zipfile.is_zipfile(path):
        return frozenset({path.name})
    try:
        with zipfile.ZipFile(path) as archive:
            return frozenset(archive.namelist()[:ENTRY_LIMIT])
    except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError):
        return frozenset()
