"""The columnar form of inputs, kept beside them for the next query.

`.lambda-triage/<set>-<state>/` holds Parquet parts and a manifest. `set` is which inputs, `state`
how each file is: size, inode, when it was written to and changed, to the nanosecond, and what code
read it. A change of any of them is another state, so an entry is either right or not found.
Where the folder cannot be written to, entries are in the user's own cache folder.

An entry is trusted only where the user owns it, and its inodes and times are those of here: logs of
others may bring a `.lambda-triage` folder, which may be a link to any other. A damaged Parquet file
may well be readable, and wrong: so nobody may have touched a part since, and the manifest has a
checksum. Parts are not read through, or the fewest columns would cost as much as all.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
import stat
import sys
import time
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from lambda_triage.insights.columnar import Part  # noqa: TC001  # msgspec reads the annotation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lambda_triage.sources.files.input import Input

FOLDER = ".lambda-triage"
LEAST_BYTES = 8 << 20  # smaller inputs are read as fast as their columns
FORMAT = 4  # of entries: raised where they are read in another way
KEPT_S = 3600  # an entry of an older state may still be read by another query for so long
LEFT_S = 86_400  # what a killed query left is removed after a day
FINE_NS, COARSE_NS = 20_000_000, 2_000_000_000  # steps of clocks of file systems: a tick, FAT's
WRITING = re.compile(r"new-[0-9a-f]{16}")  # folders of `begin`
_MANIFEST, _IGNORE = "manifest.json", ".gitignore"
_SECOND = 1_000_000_000  # nanoseconds


class State(Struct, frozen=True):
    """A file as the file system has it. content is told where there are no times of change."""

    path: str
    size: int
    written_ns: int
    changed_ns: int
    inode: int
    content: str = ""


class Entry(Struct, frozen=True):
    """What a manifest says. Parts' paths are names in the entry's folder."""

    format: int
    code: str
    names: tuple[str, ...]
    states: tuple[State, ...]
    parts: tuple[Part, ...]
    files: tuple[tuple[int, ...], ...]  # of the parts: size, inode, times of writing and change
    nameless: tuple[int, ...]
    notes: tuple[tuple[int, str], ...]
    bytes: int


class Sealed(Struct, frozen=True):
    """A manifest as it is written: an entry and its CRC-32."""

    sum: int
    entry: msgspec.Raw


class Key(Struct, frozen=True):
    """Which inputs, and how they are."""

    home: Path
    names: tuple[str, ...]
    states: tuple[State, ...]
    code: str

    @property
    def set(self) -> str:
        """The same for the same inputs in any state."""
        return _digest([*self.names, *(state.path for state in self.states)])

    @property
    def folder(self) -> str:
        """Name of the entry's folder."""
        states = msgspec.json.encode(self.states).decode()
        return f"{self.set}-{_digest([self.code, str(FORMAT), states])}"


def key(paths: Sequence[str], inputs: Sequence[Input], code: str) -> Key | None:
    """None where the inputs are small, or are no files that stay."""
    if sum(each.size or 0 for each in inputs) < LEAST_BYTES:
        return None
    files = dict.fromkeys(_file(each) for each in inputs)
    if None in files:
        return None
    try:
        states = tuple(_state(Path(file)) for file in files if file is not None)
    except OSError:
        return None
    return Key(_home(paths), tuple(each.name for each in inputs), states, code)


def is_settled(found: Key, now_ns: int) -> bool:
    """Whether any later write shows: the clock has moved on since each file was written."""
    return all(
        now_ns - max(state.written_ns, state.changed_ns) > _step(state) for state in found.states
    )


def is_same(found: Key) -> bool:
    """Whether the files are still as they were."""
    try:
        return all(_state(Path(state.path)) == state for state in found.states)
    except OSError:
        return False


def find(found: Key) -> tuple[Path, Entry] | None:
    """The entry of exactly this state; None where there is none that is whole."""
    for home in _homes(found.home):
        folder = home / found.folder
        entry = _entry(folder) if _is_ours(home) else None
        if entry is not None and entry.names == found.names and entry.states == found.states:
            _touch(folder / _MANIFEST)
            return folder, entry
    return None


def discard(found: Key) -> None:
    """Remove the entries of this state: they looked whole, and could not be read."""
    for home in filter(_is_ours, _homes(found.home)):
        remove(home / found.folder)


def begin(found: Key) -> Path | None:
    """A new folder to write parts to; None where nothing can be kept."""
    for home in _homes(found.home):
        folder = home / f"new-{secrets.token_hex(8)}"
        try:
            home.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not _is_ours(home):
                continue
            if not os.path.lexists(home / _IGNORE):
                (home / _IGNORE).write_text("*\n", encoding="utf-8")
            folder.mkdir(mode=0o700)
        except OSError:
            continue
        return folder
    return None


def publish(folder: Path, found: Key, entry: Entry) -> Path:
    """Give a written folder its name; where another query was faster, its folder is taken."""
    files = tuple(_as_written(folder / part.path) for part in entry.parts)
    data = msgspec.json.encode(msgspec.structs.replace(entry, files=files))
    sealed = msgspec.json.encode(Sealed(zlib.crc32(data), msgspec.Raw(data)))
    (folder / _MANIFEST).write_bytes(sealed)
    target = folder.parent / found.folder
    if target.exists() and _entry(target) is None:
        remove(target)  # broken: nobody can be reading it
    try:
        folder.rename(target)
    except OSError:
        theirs = _entry(target)
        if theirs is None or theirs.parts != entry.parts:
            return folder
        remove(folder)  # what the other query wrote is the same
        return target
    for old in _superseded(folder.parent, found):
        remove(old)
    return target


def remove(folder: Path) -> None:
    """Take a folder away, as far as possible."""
    shutil.rmtree(folder, ignore_errors=True)


def clear(paths: Sequence[str]) -> int:
    """Remove all that was kept for these paths, and all in the user's cache folder; bytes freed."""
    freed = 0
    for home in {*(_beside(Path(path)) / FOLDER for path in paths), _own()}:
        if _is_ours(home):
            freed += sum(each.stat().st_size for each in home.rglob("*") if each.is_file())
            remove(home)
    return freed


def _file(source: Input) -> str | None:
    """The file that an input was read from, as it was given."""
    given = Path(source.name.partition("!")[0] if source.members else source.path)
    return os.path.abspath(given) if source.name != "-" and given.is_file() else None  # noqa: PTH100


def _state(path: Path) -> State:
    told = path.stat()
    content = "" if os.name == "posix" else _content(path)  # Windows keeps no time of change
    return State(str(path), told.st_size, told.st_mtime_ns, told.st_ctime_ns, told.st_ino, content)


def _content(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _step(state: State) -> int:
    return FINE_NS if state.changed_ns % _SECOND else COARSE_NS


def _home(paths: Sequence[str]) -> Path:
    """The folder beside the inputs, the user's own where they have none in common."""
    folders = {_beside(Path(path)).resolve() for path in paths}
    return folders.pop() / FOLDER if len(folders) == 1 else _own()


def _beside(path: Path) -> Path:
    return path if path.is_dir() else path.parent


def _homes(home: Path) -> Iterator[Path]:
    yield home
    if home != _own():
        yield _own()


def _own() -> Path:
    """The user's cache folder: XDG Base Directory Specification, or the system's own."""
    told = os.environ.get("XDG_CACHE_HOME")
    if told and os.path.isabs(told):  # noqa: PTH117
        base = Path(told)
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    elif os.name == "nt":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    else:
        base = Path.home() / ".cache"
    return base / "lambda-triage"


def _entry(folder: Path) -> Entry | None:
    """The manifest of a folder whose parts are all there and whole, and are ours."""
    try:
        if not _is_ours(folder) or not (folder / _MANIFEST).is_file():
            return None
        sealed = msgspec.json.decode((folder / _MANIFEST).read_bytes(), type=Sealed)
        if zlib.crc32(sealed.entry) != sealed.sum:
            return None
        entry = msgspec.json.decode(sealed.entry, type=Entry)
        files = tuple(_as_written(folder / part.path) for part in entry.parts)
    except (OSError, ValueError, msgspec.MsgspecError, RecursionError):
        return None
    return entry if entry.format == FORMAT and entry.files == files else None


def _as_written(path: Path) -> tuple[int, ...]:
    told = path.lstat()
    if not stat.S_ISREG(told.st_mode):
        raise FileNotFoundError(path)
    return (told.st_size, told.st_ino, told.st_mtime_ns, told.st_ctime_ns)


def _is_ours(folder: Path) -> bool:
    """Whether it is a folder of the user, and no link, but where the user made it: at home."""
    try:
        told = folder.stat() if folder == _own() else folder.lstat()
    except OSError:
        return False
    ours = not hasattr(os, "getuid") or told.st_uid == os.getuid()
    return ours and stat.S_ISDIR(told.st_mode)


def _touch(path: Path) -> None:
    try:
        os.utime(path)
    except OSError:
        return


def _superseded(home: Path, found: Key) -> Iterator[Path]:
    """Entries of older states that nobody used of late, and what killed queries left."""
    now = time.time()
    for folder in home.iterdir():
        try:
            if folder.is_symlink():
                continue
            if WRITING.fullmatch(folder.name):
                old = now - folder.stat().st_mtime > LEFT_S
            else:
                used = (folder / _MANIFEST).stat().st_mtime if folder.is_dir() else now
                old = folder.name.startswith(found.set) and now - used > KEPT_S
        except OSError:
            continue
        if old and folder.name != found.folder:
            yield folder


def _digest(texts: Sequence[str]) -> str:
    return hashlib.blake2b("\0".join(texts).encode("utf-8", "replace"), digest_size=8).hexdigest()
