"""One way of telling what must not be shown, and what has to stand in a text to be worth it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.evidence.redaction.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Where a word begins: also after an escape of JSON, URLs or a terminal, which ends in a letter.
BEGIN = (
    r"(?:\b|(?<=%[0-9A-Fa-f]{2})|(?<=\\[nrtbf])|(?<=\\u[0-9A-Fa-f]{4})"
    r"|(?<=\[\dm)|(?<=\[\d\dm)|(?<=\x1b\[m))"
)


class Rule(Struct, frozen=True):
    """One rule.

    kind      what its tokens are called
    pattern   what it finds, of ASCII unless it begins with (?u); the value is its group, if any
    literals  lower case; one of them stands in every text that the pattern fits
    gate      expressions for Hyperscan instead: one fits wherever the pattern does
    holds     False where the match is something else after all
    find      instead of a pattern: the values themselves
    """

    kind: str
    pattern: str = ""
    literals: tuple[str, ...] = ()
    gate: tuple[str, ...] = ()
    holds: Callable[[re.Match[str]], bool] | None = None
    find: Callable[[str], Iterator[Span]] | None = None

    def spans(self, text: str) -> Iterator[Span]:
        """Every value of this rule in the text."""
        if self.find is not None:
            yield from self.find(text)
            return
        compiled = _compiled(self.pattern)
        group = 1 if compiled.groups else 0
        for hit in compiled.finditer(text):
            start, end = hit.span(group)
            if start < end and (self.holds is None or self.holds(hit)):
                yield Span(start, end, self.kind)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.NOFLAG if pattern.startswith("(?u)") else re.ASCII)
