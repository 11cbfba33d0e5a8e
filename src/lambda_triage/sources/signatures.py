"""Finds which signatures occur in an event, out of the literals that the scanner found in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.scan.literals import Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lambda_triage.evidence.signature import Signature
    from lambda_triage.sources.event import Match

CAPTURE_LIMIT = 400  # characters of one captured value


class Signatures:
    """The literals of all signatures, numbered, and the patterns that confirm a hit.

    extra     further literals that are of interest without a signature (runtime error lines)
    measured  literals of events that carry measurements
    """

    def __init__(
        self,
        signatures: Iterable[Signature],
        extra: Sequence[str] = (),
        measured: Sequence[str] = (),
    ) -> None:
        self.literals: list[Literal] = []
        self._numbers: dict[tuple[bytes, bool], int] = {}
        self._by_literal: dict[int, list[int]] = {}
        self._all = tuple(signatures)
        self._patterns: dict[int, re.Pattern[str]] = {}
        for index, signature in enumerate(self._all):
            for text in signature.literals:
                number = self._number(text, signature.caseless)
                self._by_literal.setdefault(number, []).append(index)
        self.extra = frozenset(self._number(text, False) for text in extra)
        self.measured = frozenset(self._number(text, False) for text in measured)

    def read(self, text: str) -> tuple[Match, ...]:
        """Signatures in a text that the scanner did not see; for few and short texts."""
        raw = text.encode()
        return self.match(text, (n for n, x in enumerate(self.literals) if x.occurs_in(raw)))

    def match(self, text: str, literals: Iterable[int]) -> tuple[Match, ...]:
        """Signatures confirmed in *text*, in the order of the catalogue, with their captures."""
        wanted = sorted({i for n in literals for i in self._by_literal.get(n, ())})
        found: list[Match] = []
        for index in wanted:
            hit = self._pattern(index).search(text)
            if hit:
                found.append((self._all[index].id, _captures(hit)))
        return tuple(found)

    def _number(self, text: str, caseless: bool) -> int:
        key = (text.encode(), caseless)
        if key not in self._numbers:
            self._numbers[key] = len(self.literals)
            self.literals.append(Literal(*key))
        return self._numbers[key]

    def _pattern(self, index: int) -> re.Pattern[str]:
        if index not in self._patterns:
            self._patterns[index] = re.compile(self._all[index].pattern, re.MULTILINE)
        return self._patterns[index]


def _captures(hit: re.Match[str]) -> tuple[tuple[str, str], ...]:
    values = ((k, v) for k, v in hit.groupdict().items() if v is not None)
    return tuple(sorted((k, " ".join(v.split())[:CAPTURE_LIMIT]) for k, v in values))
