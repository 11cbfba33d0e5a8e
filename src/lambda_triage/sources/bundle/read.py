"""Bundles among the inputs → inputs named from the bundle's own folder, and their manifests.

What a report cites is then the same wherever the bundle lies, and whether it is a folder or an
archive. `calls.jsonl` is about the collection and no evidence: it is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from lambda_triage.sources.bundle.place import CALLS, LOGS, MANIFEST, SCHEMA
from lambda_triage.sources.files.unpack import open_input
from lambda_triage.sources.resources import group_name

if TYPE_CHECKING:
    from lambda_triage.sources.bundle.manifest import Kept, Manifest
    from lambda_triage.sources.files.input import Expansion, Input

MANIFEST_LIMIT = 32 << 20  # bytes; 100,000 calls take 20 MB


class Bundle(Struct, frozen=True):
    """One bundle: its manifest, the manifest's place among the inputs, and the names' beginning."""

    manifest: Manifest
    input: int
    root: str


class Found(Struct, frozen=True):
    """All inputs, and the bundles among them.

    functions  names that manifests tell of log files, by input
    answers    inputs that manifests tell to be answers without log events
    """

    expansion: Expansion
    bundles: tuple[Bundle, ...] = ()
    functions: dict[int, str] = {}
    answers: frozenset[int] = frozenset()


def find_bundles(expansion: Expansion) -> Found:
    """Recognise bundles by the content of their `manifest.json`."""
    found = {_root(i) or "": m for i in expansion.inputs if (m := _manifest(i))}
    if not found:
        return Found(expansion)
    calls = {f"{root}{CALLS}" for root in found}
    inputs = [i for i in expansion.inputs if i.name not in calls]
    notes = list(expansion.unreadable)
    notes += [
        f"{root}{MANIFEST}: schema {m.schema} is of a later version; what it adds is not read"
        for root, m in found.items()
        if m.schema > SCHEMA
    ]
    own = next(iter(found)) if len(found) == 1 else ""  # several bundles keep their folders' names
    names = {i.name: n for n, i in enumerate(inputs)}
    bundles = tuple(Bundle(m, names[f"{root}{MANIFEST}"], root) for root, m in found.items())
    told = {
        names[file]: kept
        for bundle in bundles
        for kept in bundle.manifest.answers
        if (file := f"{bundle.root}{kept.file}") in names
    }
    functions = {n: name for n, kept in told.items() if (name := _function(kept))}
    answers = frozenset(n for n, kept in told.items() if kept.operation != LOGS)
    renamed = tuple(replace(i, name=i.name.removeprefix(own)) for i in inputs)
    unreadable = tuple(note.removeprefix(own) for note in notes)
    whole = replace(expansion, inputs=renamed, unreadable=unreadable)
    return Found(whole, bundles, functions, answers)


def _root(source: Input) -> str | None:
    """What stands before the manifest's name: `bundle/`, `bundle.tar.gz!` or nothing."""
    before = source.name.removesuffix(MANIFEST)
    return before if before != source.name and before[-1:] in ("", "/", "\\", "!") else None


def _manifest(source: Input) -> Manifest | None:
    if _root(source) is None or source.path.is_dir():
        return None
    from lambda_triage.sources.bundle.manifest import decode

    content = open_input(source)
    try:
        data = content.read(MANIFEST_LIMIT)
        return None if content.fault else decode(data)
    finally:
        content.close()


def _function(kept: Kept) -> str | None:
    """The function whose log an answer is: of its log group's name, else what it is about."""
    if kept.operation != LOGS:
        return None
    return group_name(kept.about) or (kept.about if "/" not in kept.about else None)
