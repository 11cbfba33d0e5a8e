"""Many literals found in one pass of Hyperscan: each match an offset and a literal's id.

Compiling them all takes longer than looking for each in a small file: the first bytes are searched
without Hyperscan, with the same answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.scan.platform_lines import MARKERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import hyperscan

FEW_BYTES = 64 << 10  # until here plain searches are faster (benchmarks/start.py)


class Literal(Struct, frozen=True):
    """Bytes to find. `caseless` folds ASCII letters only, as `bytes.lower` does."""

    text: bytes
    caseless: bool = False

    def occurs_in(self, data: bytes) -> bool:
        if self.caseless:
            return self.text.lower() in data.lower()
        return self.text in data


class Matcher:
    """Literals to find, compiled once it pays. Pickles without what it compiled; it holds one
    scratch, so one thread at a time may use it."""

    __slots__ = ("_database", "_swept", "_texts", "literals")

    def __init__(self, literals: Sequence[Literal]) -> None:
        if any(not literal.text for literal in literals):
            raise ValueError("an empty literal occurs everywhere: leave it out")
        self.literals = tuple(literals)
        self._texts = (*self.literals, *(Literal(marker) for marker in MARKERS))
        self._database: hyperscan.Database | None = None
        self._swept = 0

    def __reduce__(self) -> tuple[type[Matcher], tuple[tuple[Literal, ...]]]:
        return Matcher, (self.literals,)

    def find(self, data: bytes) -> list[tuple[int, int]]:
        """Every match as (offset just after it, index of its literal), in order of offset."""
        return self.sweep(data)[0]

    def sweep(self, data: bytes) -> tuple[list[tuple[int, int]], list[int]]:
        """The matches, and the end offsets of the markers of rare platform lines."""
        self._swept += len(data)
        if self._database is None and self._swept > FEW_BYTES:
            self._database = compiled(self._texts)
        all_ = _search(self._texts, data) if self._database is None else _run(self._database, data)
        own = len(self.literals)
        found = [pair for pair in all_ if pair[1] < own]
        return found, [end for end, number in all_ if number >= own]


def _search(texts: Sequence[Literal], data: bytes) -> list[tuple[int, int]]:
    folded = data.lower()
    return sorted(
        (end, number)
        for number, each in enumerate(texts)
        for end in (_ends(each.text.lower(), folded) if each.caseless else _ends(each.text, data))
    )


def _ends(text: bytes, data: bytes) -> Iterator[int]:
    at = data.find(text)
    while at >= 0:
        yield at + len(text)
        at = data.find(text, at + 1)


def _run(database: hyperscan.Database, data: bytes) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []

    def keep(literal: int, _start: int, end: int, _flags: int, _context: object) -> None:
        found.append((end, literal))

    database.scan(data, match_event_handler=keep)
    return found


def compiled(texts: Sequence[Literal]) -> hyperscan.Database:
    """A database that reports the place in *texts* of what it finds; one scratch, so one thread."""
    import hyperscan

    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(
        # Bytes written as hex escapes need no quoting rules, and Hyperscan sees plain literals.
        expressions=[escaped(each.text) for each in texts],
        ids=list(range(len(texts))),
        elements=len(texts),
        flags=[hyperscan.HS_FLAG_CASELESS if each.caseless else 0 for each in texts],
    )
    return database


def escaped(text: bytes) -> bytes:
    """*text* as an expression of Hyperscan that stands for nothing but itself."""
    return (" " + text.hex(" ")).replace(" ", "\\x").encode()
