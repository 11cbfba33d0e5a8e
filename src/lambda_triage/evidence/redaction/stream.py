"""A file of any size, line by line: what no rule may fit in is handed on as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from lambda_triage.evidence.redaction.keys import Keys
from lambda_triage.evidence.redaction.spans import Span, apart, replaced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lambda_triage.evidence.redaction.redactor import Redactor
    from lambda_triage.evidence.redaction.rule import Rule

BLOCK = 1 << 20  # bytes read at once
LONG = 1 << 20  # bytes of a line that is taken in parts
OVERLAP = 80 << 10  # characters that are looked at again: more than any value takes (assigned.py)
CONTEXT = 512  # characters before a part, for what a value is told by
MARKER = b"PRIVATE KEY"


def stream(redactor: Redactor, reader: BinaryIO, writer: BinaryIO) -> None:
    """Copy *reader* to *writer*, redacted. Holds some MiB, whatever the size of a line."""
    copy = _Copy(redactor)
    pending = b""
    while chunk := reader.read(BLOCK):
        pending += chunk
        if copy.within and (end := pending.find(b"\n") + 1):
            writer.write(copy.last_part(pending[: end - 1]) + b"\n")
            pending = pending[end:]
        if not copy.within and (end := pending.rfind(b"\n") + 1):
            writer.write(copy.lines(pending[:end]))
            pending = pending[end:]
        if len(pending) >= LONG:
            done, pending = copy.part(pending)
            writer.write(done)
    writer.write(copy.last_part(pending) if copy.within else copy.lines(pending))


class _Copy:
    """What is known between one block and the next."""

    __slots__ = ("_before", "_keys", "_redactor", "within")

    def __init__(self, redactor: Redactor) -> None:
        self._redactor = redactor
        self._keys = Keys()
        self._before = ""  # the end of what is written of a long line, as it was
        self.within = False  # a long line

    def lines(self, block: bytes) -> bytes:
        """Whole lines."""
        parts: list[bytes] = []
        at = 0
        for start, end, rules in self._wanted(block):
            parts += [block[at:start], self._line(block[start:end], rules)]
            at = end
        return b"".join((*parts, block[at:]))

    def _wanted(self, block: bytes) -> Iterator[tuple[int, int, list[Rule]]]:
        """Start and end of the lines in which a rule may fit, or that may belong to a key."""
        at = 0
        for start, end, rules in (*_lines(block, self._redactor.gate.hits(block)), REST):
            while self._keys.open and at < min(start, len(block)):
                until = _end(block, at)
                yield at, until, []
                at = until + 1
            if rules and start >= at:
                yield start, end, [self._redactor.gate.rules[n] for n in sorted(rules)]
                at = end + 1

    def _line(self, line: bytes, rules: Iterable[Rule]) -> bytes:
        text = line.decode(errors="surrogateescape")
        found: list[Span] = []
        if self._keys.open or MARKER in line:
            found += self._keys.spans(text)
        found += self._redactor.spans(text, rules)
        if not found:
            return line
        clean = replaced(text, apart(found), self._redactor.word)
        return self._redactor.settled(clean).encode(errors="surrogateescape")

    def part(self, data: bytes) -> tuple[bytes, bytes]:
        """What can be written of a long line, and what is looked at again with what follows."""
        self.within = True
        text, known = self._joined(data)
        found = self._found(text)
        cut = max(known, len(text) - OVERLAP)
        for span in reversed(found):
            if span.start < cut < span.end and span.start > known:
                cut = span.start
        done = self._written(text[:cut], known, found)
        self._before = text[max(0, cut - CONTEXT) : cut]
        return done, text[cut:].encode(errors="surrogateescape")

    def last_part(self, data: bytes) -> bytes:
        """The rest of a long line."""
        text, known = self._joined(data)
        self.within, self._before = False, ""
        return self._written(text, known, self._found(text))

    def _joined(self, data: bytes) -> tuple[str, int]:
        return self._before + data.decode(errors="surrogateescape"), len(self._before)

    def _found(self, text: str) -> list[Span]:
        return apart((*Keys().spans(text), *self._redactor.spans(text)))

    def _written(self, text: str, known: int, found: Iterable[Span]) -> bytes:
        own = (
            Span(max(span.start, known), min(span.end, len(text)), span.kind)
            for span in found
            if span.end > known and span.start < len(text)
        )
        clean = replaced(text, own, self._redactor.word)
        return clean[known:].encode(errors="surrogateescape")


REST = (1 << 62, 1 << 62, set[int]())  # so that an open key goes on to the end of the block


def _lines(block: bytes, hits: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, set[int]]]:
    """The lines of the hits, each once, with the numbers of its rules."""
    start = end = -1
    rules: set[int] = set()
    for after, rule in hits:
        if after - 1 >= end:
            if rules:
                yield start, end, rules
            start = block.rfind(b"\n", 0, after - 1) + 1
            end, rules = _end(block, after - 1), set()
        rules.add(rule)
    if rules:
        yield start, end, rules


def _end(block: bytes, at: int) -> int:
    end = block.find(b"\n", at)
    return len(block) if end < 0 else end
