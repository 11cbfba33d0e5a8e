"""Event sources: what a function gets from each, what it has to answer, and what goes wrong."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from lambda_triage.guidance.figures import filled
from lambda_triage.guidance.matching import exactly, refuse, within

if TYPE_CHECKING:
    from lambda_triage.guidance.schema import JsonSchema


class Source(Struct, frozen=True, forbid_unknown_fields=True):
    """One event source, as its file tells it.

    words     other names under which it is asked for
    invoked   who waits: synchronous, asynchronous, polled by a mapping
    response  what the function has to answer
    limits    names in facts/limits.tsv that bound it
    fields    the event, in the words of guidance/schema.py
    example   a small valid event
    """

    title: str
    words: tuple[str, ...]
    invoked: str
    response: str
    limits: tuple[str, ...]
    traps: tuple[str, ...]
    source: str
    as_of: str
    fields: str
    example: str
    name: str = ""

    def schema(self) -> JsonSchema:
        """The JSON Schema of the event."""
        from lambda_triage.guidance.schema import schema

        return schema(self.title, self.fields)


@cache
def sources() -> dict[str, Source]:
    """All sources, by name."""
    folder = files("lambda_triage.guidance").joinpath("events")
    found = {}
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        name = file.name.removesuffix(".toml")
        if name == file.name:
            continue
        told = tomllib.loads(file.read_text(encoding="utf-8"))
        traps = [filled(each) for each in told["traps"]]
        found[name] = msgspec.convert({**told, "traps": traps, "name": name}, Source)
    return found


def find(asked: str) -> tuple[Source, ...]:
    """The sources that a text names; several where it fits several. Raises UsageError."""
    known = sources()
    words = {name: source.words for name, source in known.items()}
    names = exactly(asked, words) or within(asked, words)[:1]
    if not names:
        raise refuse("event source", asked, words)
    return tuple(known[name] for name in names)
