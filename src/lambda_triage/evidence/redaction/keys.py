"""Private keys in PEM: in one line with escapes, or in a line of the log for each line of the key.

Lines stay as they are, with what stands before the key in them (a time, a stream): only the body
goes. Source of the form: RFC 7468; with headers, RFC 1421.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.evidence.redaction.rule import Rule
from lambda_triage.evidence.redaction.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

KIND = "private-key"
MOST_LINES = 400  # of one key with what other streams write in between; 16,384 bits take 200
BEGIN = re.compile(r"-----BEGIN (?:[A-Z0-9]{2,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----")
END = re.compile(r"-----END (?:[A-Z0-9]{2,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----")
INSIDE = re.compile(r"(?:\\{1,32}[nr]|[ \t\r]|%0[aAdD]|%20|\+)*")
BODY = re.compile(
    r"(?:(?!-----)(?:[A-Za-z0-9+/=%:, ._-]|\\{1,32}[nr/]|[\t\r])){16,32000}?"
    r"(?=-----|[\"'`<{}]|\\{1,32}[\"']|\r?$)"
)
LINE = re.compile(
    r"(?P<before>.*?[\s|\"'>:,]|)(?P<body>[A-Za-z0-9+/]{16,80}={0,2}|=[A-Za-z0-9+/]{4})"
    r"(?P<after>[\"',\\\sn+]*)$"
)
BLANK = re.compile(r"(?:\\{1,32}[nr]|\s|%0[aAdD]|%20)\Z")
SHORT = re.compile(r"[A-Za-z0-9+/]{1,80}={0,2}")  # the last line of a key

# Its lines are told by those before, so the rule only says which lines begin one.
BEGINS = Rule(KIND, literals=("private key",), find=lambda _: iter(()))


class Keys:
    """Follows a text line by line; `open` tells how many more lines may belong to a key."""

    __slots__ = ("_words", "open")

    def __init__(self) -> None:
        self.open = 0
        self._words = 0  # that stand before the key in each of its lines

    def spans(self, line: str) -> Iterator[Span]:
        """What of the line belongs to private keys."""
        at = 0
        if self.open:
            end = END.search(line)
            if end is None and BEGIN.search(line) is None:
                self.open -= 1
                yield from self._body(line)
                return
            self.open = 0
            at = end.end() if end else 0
        while (begin := BEGIN.search(line, at)) is not None:
            inside = INSIDE.match(line, begin.end())
            at = inside.end() if inside else begin.end()
            body = BODY.match(line, at)
            if body:
                end_at = at + len(_stripped(body[0]))
                yield Span(at, end_at, KIND)
                at = body.end()
            end = END.search(line, at)
            if end is None or (BEGIN.search(line, at, end.start()) is not None):
                if BEGIN.search(line, at) is None and not line[at:].strip("\"'\\nr, \t\r\n}])"):
                    self.open = MOST_LINES
                    self._words = len(line[: begin.start()].split())
                continue
            at = end.end()

    def _body(self, line: str) -> Iterator[Span]:
        """The part of a key that is the last word of the line."""
        found = LINE.match(line)
        if found and not _is_identifier(found["body"]):
            yield Span(found.start("body"), found.end("body"), KIND)
            return
        words = line.split()
        if len(words) == self._words + 1 and SHORT.fullmatch(words[-1]):
            start = line.rindex(words[-1])
            yield Span(start, start + len(words[-1]), KIND)


def _is_identifier(word: str) -> bool:
    """Whether it may be a hash or an id that another stream wrote in between."""
    return re.fullmatch(r"[0-9a-f]{16,64}", word) is not None


def _stripped(body: str) -> str:
    """Without the escapes and spaces behind it."""
    end = len(body)
    while found := BLANK.search(body, max(0, end - 34), end):
        end = found.start()
    return body[:end]
