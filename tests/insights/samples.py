"""The sample queries of AWS's pages and repositories, by name: blocks `=== name | source` of samples.txt."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

_FILE = Path(__file__).with_name("samples.txt")


class Sample(Struct, frozen=True):
    name: str
    source: str
    query: str


def samples() -> list[Sample]:
    """All of them, in the order of the file."""
    blocks = _FILE.read_text("utf-8").split("=== ")[1:]
    return [_sample(block) for block in blocks]


def _sample(block: str) -> Sample:
    head, query = block.split("\n", 1)
    name, source = head.split(" | ", 1)
    return Sample(name, source, query.strip())
