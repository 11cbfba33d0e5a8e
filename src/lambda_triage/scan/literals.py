"""Many literals found in one pass of Hyperscan: each match an offset and a literal's id."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import hyperscan

from lambda_triage.scan.platform_lines import MARKERS

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Literal:
    """Bytes to find. `caseless` folds ASCII letters only, as `bytes.lower` does."""

    text: bytes
    caseless: bool = False

    def occurs_in(self, data: bytes) -> bool:
        if self.caseless:
            return self.text.lower() in data.lower()
        return self.text in data


class Matcher:
    """Compiled literals. Pickles by compiling again; one scratch each, so one thread at a time."""

    __slots__ = ("_database", "literals")

    def __init__(self, literals: Sequence[Literal]) -> None:
        if any(not literal.text for literal in literals):
            raise ValueError("an empty literal occurs everywhere: leave it out")
        self.literals = tuple(literals)
        self._database = _compile(self.literals)

    def __reduce__(self) -> tuple[type[Matcher], tuple[tuple[Literal, ...]]]:
        return Matcher, (self.literals,)

    def find(self, data: bytes) -> list[tuple[int, int]]:
        """Every match as (offset just after it, index of its literal), in order of offset."""
        return self.sweep(data)[0]

    def sweep(self, data: bytes) -> tuple[list[tuple[int, int]], list[int]]:
        """The matches, and the end offsets of the markers of rare platform lines."""
        found: list[tuple[int, int]] = []
        marked: list[int] = []
        own = len(self.literals)

        def keep(literal: int, _start: int, end: int, _flags: int, _context: object) -> None:
            if literal < own:
                found.append((end, literal))
            else:
                marked.append(end)

        self._database.scan(data, match_event_handler=keep)
        return found, marked


def _compile(literals: tuple[Literal, ...]) -> hyperscan.Database:
    texts = [*literals, *(Literal(marker) for marker in MARKERS)]
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(
        # Bytes written as hex escapes need no quoting rules, and Hyperscan sees plain literals.
        expressions=["".join(f"\\x{byte:02x}" for byte in each.text).encode() for each in texts],
        ids=list(range(len(texts))),
        elements=len(texts),
        flags=[hyperscan.HS_FLAG_CASELESS if each.caseless else 0 for each in texts],
    )
    return database
