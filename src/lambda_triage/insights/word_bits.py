"""Which words may be in each event's message, found in one pass over a block.

A match costs as much as a kilobyte without one. So a word that turns out to stand in very many
lines is no longer searched, and its bit is set for all events: a filter for it reads them all.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from lambda_triage.insights.words import WORDS
from lambda_triage.scan.literals import compiled

if TYPE_CHECKING:
    import hyperscan
    from numpy.typing import NDArray

    from lambda_triage.scan.every_event import EveryEvent

COMMON_BYTES = 2 << 10  # of text for each match: a word that stands there more often is common
FEW = 64  # matches that make no word common
PROBE = 64 << 10  # bytes of the first block, in which most common words show


class WordBits:
    """The bits of the events of one block after another; for one thread at a time."""

    def __init__(self) -> None:
        self._searched = list(range(len(WORDS)))  # place in WORDS of each literal of the database
        self._words = _Search(_whole())
        self._is_probed = False

    def of(self, events: EveryEvent) -> NDArray[np.int64]:
        """The bits of each event."""
        found = self._found(events.text.data)
        everywhere = set(range(len(WORDS))).difference(self._searched)
        bits = np.full(len(events), sum(1 << place for place in everywhere), np.int64)
        if not found or not len(events):
            return bits
        ends, places = np.array(found, np.int64).T
        starts = ends - np.array([len(each.text) for each in WORDS])[places]
        rows = np.searchsorted(events.start, starts, side="right") - 1
        inside = (rows >= 0) & (ends <= (events.start + events.length)[rows])
        np.bitwise_or.at(bits, rows[inside], np.int64(1) << places[inside])
        return bits

    def _found(self, data: bytes) -> list[tuple[int, int]]:
        """Offsets just after each word, and its place."""
        if not self._is_probed:
            self._search(data[:PROBE])
            self._is_probed = True
        while self._searched:
            found = self._search(data)
            if found is not None:
                return found
        return []

    def _search(self, data: bytes) -> list[tuple[int, int]] | None:
        """None where words turned out to be common: they are no longer searched."""
        found, read = self._words.run(data, _most(len(data)))
        if read == len(data):
            return [(end, self._searched[literal]) for end, literal in found]
        times = Counter(literal for _, literal in found)
        self._searched = [
            place for literal, place in enumerate(self._searched) if times[literal] <= _most(read)
        ]
        if self._searched:
            self._words = _Search(compiled([WORDS[place] for place in self._searched]))
        return None


def _most(size: int) -> int:
    return max(FEW, size // COMMON_BYTES)


class _Search:
    """A database, which threads may share, with a scratch of its own."""

    def __init__(self, database: hyperscan.Database) -> None:
        import hyperscan

        self._database = database
        self._scratch = hyperscan.Scratch(database)

    def run(self, data: bytes, most: int) -> tuple[list[tuple[int, int]], int]:
        """Matches as (end, literal), and how far it came: to the first literal found too often."""
        import hyperscan

        found: list[tuple[int, int]] = []
        left = [most] * len(WORDS)

        def keep(literal: int, _start: int, end: int, _flags: int, _context: object) -> bool:
            found.append((end, literal))
            left[literal] -= 1
            return left[literal] < 0

        try:
            self._database.scan(data, match_event_handler=keep, scratch=self._scratch)
        except hyperscan.ScanTerminated:
            return found, min(found[-1][0], len(data) - 1)
        return found, len(data)


@cache
def _whole() -> hyperscan.Database:
    """The database of all words, compiled once in a process."""
    return compiled(WORDS)
