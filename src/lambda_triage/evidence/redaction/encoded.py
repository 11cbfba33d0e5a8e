"""Text in which characters are written as escapes of URLs or JSON: read without them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.evidence.redaction.rule import Rule
from lambda_triage.evidence.redaction.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Of ASCII, what is no letter or digit: `%2F`, a slash; `\u002b`, a plus; `\/`, as PHP writes.
OF_URLS = re.compile(r"%([2-57][0-9A-Fa-f])")
OF_JSON = re.compile(r"\\{1,32}(?:u00([2-57][0-9A-Fa-f])|/)")
PART = re.compile(r"[^\s\"'&<>\\%]*%[2-57][0-9A-Fa-f][^\s\"'&<>\\]*")  # what one parameter may be
ENCODED = Rule(
    "encoded",
    literals=("%", "\\u00", "\\/"),
    gate=(r"%[2-57][0-9A-Fa-f]", r"\\u00[2-57][0-9A-Fa-f]", r"\\/"),
    find=lambda _: iter(()),
)


class Decoded:
    """A text without escapes, and where each of its characters stood."""

    __slots__ = ("_ends", "_starts", "text")

    def __init__(self, text: str, start: int, end: int, escape: re.Pattern[str]) -> None:
        parts: list[str] = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        at = start
        for hit in escape.finditer(text, start, end):
            self._plain(at, hit.start())
            code = hit.groups()[-1]
            parts += [text[at : hit.start()], chr(int(code, 16)) if code else "/"]
            self._starts.append(hit.start())
            self._ends.append(hit.end())
            at = hit.end()
        self._plain(at, end)
        self.text = "".join((*parts, text[at:end]))

    def _plain(self, start: int, end: int) -> None:
        self._starts.extend(range(start, end))
        self._ends.extend(range(start + 1, end + 1))

    def back(self, spans: Iterable[Span]) -> Iterator[Span]:
        """The same spans in the text as it was."""
        for start, end, kind in spans:
            yield Span(self._starts[start], self._ends[end - 1], kind)


def decoded(text: str) -> Iterator[Decoded]:
    """The text without the escapes of JSON, and each of its parts that has escapes of URLs."""
    if "%" in text:
        for part in PART.finditer(text):
            yield Decoded(text, part.start(), part.end(), OF_URLS)
    if "\\" in text and OF_JSON.search(text):
        yield Decoded(text, 0, len(text), OF_JSON)
