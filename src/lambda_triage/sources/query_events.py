"""Paths → the relation of events that a query reads, out of what was kept or freshly read."""

from __future__ import annotations

import re
import shutil
import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from lambda_triage.sources import query_cache as cache
from lambda_triage.sources.bundle.read import find_bundles
from lambda_triage.sources.files.inputs import expand
from lambda_triage.sources.files.read import LEFT_OUT, Form, Skipped, recognise_input
from lambda_triage.sources.query_cache import Entry, Key
from lambda_triage.sources.query_parts import Told, hold, jobs, latest, store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import BinaryIO

    from lambda_triage.insights.columnar import Database, Part
    from lambda_triage.insights.events import Events
    from lambda_triage.sources.bundle.read import Found
    from lambda_triage.sources.files.input import Input
    from lambda_triage.sources.query_parts import Job, Stored

NAME_PARTS = 3  # suffixes that are taken off a file's name: `orders.log.gz` is `orders`, too
HARMLESS = ("empty", "marker", "control", "newest_first")
SUFFIX = re.compile(r"\.[A-Za-z]\w{0,5}$")


class Logs(Struct, frozen=True):
    """Events ready to be asked.

    names   of the inputs
    notes   what was left out or assumed, a line each
    bytes   of events that were read
    kept    whether the columns of an earlier query were used
    last_ms time of the last event; None where no event has one
    """

    events: Events
    names: tuple[str, ...]
    notes: tuple[str, ...]
    rows: int
    bytes: int
    kept: bool
    last_ms: int | None


@contextmanager
def logs(
    paths: Sequence[str],
    *,
    wanted: Sequence[str] = (),
    stdin: BinaryIO | None = None,
    threads: int = 1,
    keep: bool = True,
    fresh: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[Logs]:
    """The events under the paths. Raises InputError where a path does not exist.

    wanted  names that the query's SOURCE gives; one that ends in `*` stands for all that begin so
    keep    use and write the columnar form beside the inputs
    fresh   write it again, whatever is there
    """
    from lambda_triage.insights.columnar import open_reader

    expansion = expand(paths, stdin=stdin)
    scratch = Path(tempfile.mkdtemp(prefix="lambda-triage-"))
    connection = open_reader(scratch, threads)
    try:
        found = find_bundles(expansion)
        names = tuple(each.name for each in found.expansion.inputs)
        key = cache.key(paths, expansion.inputs, _code()) if keep else None
        if fresh and key is not None:
            cache.discard(key)
        entry = _columns(found, key, scratch, connection, threads, progress)
        if not entry.parts:
            hold((), connection, _TABLE)
        given: str | list[Part] = _TABLE
        if entry.parts and entry.parts[0].path:
            given = list(entry.parts)
        yield Logs(
            events=_relation(connection, given, names, paths, wanted, entry),
            names=names,
            notes=(*expansion.unreadable, *_notes(entry, names)),
            rows=sum(part.rows for part in entry.parts),
            bytes=entry.bytes,
            kept=entry.files != (),
            last_ms=latest(part.last_ms for part in entry.parts),
        )
    finally:
        connection.close()
        shutil.rmtree(scratch, ignore_errors=True)
        expansion.close()


_TABLE = "stored"


def _columns(
    found: Found,
    key: Key | None,
    scratch: Path,
    connection: Database,
    threads: int,
    progress: Callable[[int, int], None] | None,
) -> Entry:
    """What is known of the events; parts have whole paths, or none where they are a table."""
    if key is not None and (known := cache.find(key)):
        return _placed(*known)
    began = time.time_ns()
    parts = _parts(found)
    todo, left = _jobs(found, parts), _left_out(parts)
    inputs = found.expansion.inputs
    if sum(each.size or 0 for each in inputs) < cache.LEAST_BYTES:
        held = hold(todo, connection, _TABLE)
        held.notes += left
        return _entry(held, [i.name for i in inputs], key)
    folder = cache.begin(key) if key is not None and cache.is_settled(key, began) else None
    target = folder or scratch
    try:
        made = store(todo, target, threads, progress)
        made.notes += left
        entry = _entry(made, key.names if key else (), key)
    except BaseException:
        if folder is not None:
            cache.remove(folder)
        raise
    if folder is None or key is None:
        return _placed(target, entry)
    if not cache.is_same(key):  # written to while it was read: not to be kept
        moved = Path(shutil.move(folder, scratch))
        return _placed(moved, entry)
    return replace(_placed(cache.publish(folder, key, entry), entry), files=())


def _parts(found: Found) -> list[tuple[Input, int, Form]]:
    inputs = found.expansion.inputs
    return [(i, n, recognise_input(i)) for n, i in enumerate(inputs) if n not in found.answers]


def _left_out(parts: Sequence[tuple[Input, int, Form]]) -> list[Skipped]:
    """What somebody may have taken for a log: of folders and archives, other files are usual."""
    return [
        Skipped("binary", 1, LEFT_OUT[Form.binary], number)
        for _, number, form in parts
        if form is Form.binary
    ]


def _jobs(found: Found, parts: Sequence[tuple[Input, int, Form]]) -> list[Job]:
    inputs = found.expansion.inputs
    accounts = {bundle.manifest.account for bundle in found.bundles}
    told = Told(account=accounts.pop()) if len(accounts) == 1 else Told()
    functions = {n: f"/aws/lambda/{name}" for n, name in found.functions.items()}
    return jobs(parts, {n: replace(told, group=functions.get(n)) for n in range(len(inputs))})


def _entry(made: Stored, names: Sequence[str], key: Key | None) -> Entry:
    notes = [(each.input, each.reason) for each in made.notes if each.kind not in HARMLESS]
    return Entry(
        format=cache.FORMAT,
        code=key.code if key else "",
        names=tuple(names),
        states=key.states if key else (),
        parts=tuple(made.parts),
        files=(),
        nameless=tuple(sorted(made.nameless)),
        notes=tuple(notes),
        bytes=made.bytes,
    )


def _placed(folder: Path, entry: Entry) -> Entry:
    parts = [replace(part, path=str(folder / part.path)) for part in entry.parts]
    return replace(entry, parts=tuple(parts))


def _notes(entry: Entry, names: Sequence[str]) -> Iterator[str]:
    """Each reason once, with the first input that it holds for."""
    first: dict[str, int] = {}
    count: Counter[str] = Counter()
    for index, reason in entry.notes:
        first.setdefault(reason, index)
        count[reason] += 1
    for reason, index in first.items():
        more = f" (and {count[reason] - 1} more)" if count[reason] > 1 else ""
        yield f"{names[index] if 0 <= index < len(names) else 'input'}: {reason}{more}"


def _relation(
    connection: Database,
    given: str | Sequence[Part],
    names: Sequence[str],
    paths: Sequence[str],
    wanted: Sequence[str],
    entry: Entry,
) -> Events:
    from lambda_triage.insights.columnar import relation

    groups: dict[str, list[int]] = {}
    every = list(range(len(names)))
    given_as = [(called(name), [index]) for index, name in enumerate(names)]
    if len(paths) == 1:
        given_as.append((called(paths[0].rstrip("/\\")), every))
    for own, inputs in given_as if wanted else ():
        for each in own:
            if any(is_called(each, want) for want in wanted):
                groups.setdefault(each, []).extend(inputs)
    return relation(connection, given, names, groups)


def is_called(name: str, wanted: str) -> bool:
    """Whether SOURCE means this name."""
    return name.startswith(wanted[:-1]) if wanted.endswith("*") else name == wanted


def called(name: str) -> set[str]:
    """What SOURCE may call an input: its path, its name, and its name without suffixes."""
    found = {name}
    last = PurePosixPath(name.replace("\\", "/").replace("!", "/")).name
    for _ in range(NAME_PARTS + 1):
        found.add(last)
        last = SUFFIX.sub("", last)
    return found


def _code() -> str:
    """What the columns were made with: another version reads lines in another way."""
    from lambda_triage.insights.columnar import recipe

    return recipe()
