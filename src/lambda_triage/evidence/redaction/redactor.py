"""Everything that must not be shown, replaced under one key."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, BinaryIO

from lambda_triage.evidence.redaction.assigned import ASSIGNMENTS
from lambda_triage.evidence.redaction.encoded import ENCODED, decoded
from lambda_triage.evidence.redaction.gate import Gate
from lambda_triage.evidence.redaction.keys import BEGINS, Keys
from lambda_triage.evidence.redaction.personal import ADDRESSES, PERSONAL
from lambda_triage.evidence.redaction.shapes import SHAPES
from lambda_triage.evidence.redaction.spans import Span, apart, replaced
from lambda_triage.evidence.redaction.tokens import KEY, TOKEN, token

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lambda_triage.evidence.documents.document import Json
    from lambda_triage.evidence.redaction.rule import Rule

ROUNDS = 4  # what is replaced may show what was hidden behind it; two rounds do in practice
LEVELS = 2  # of escapes in escapes
MARKER = "PRIVATE KEY"


class Redactor:
    """Replaces secrets, personal data and environment values by tokens; the rest stays.

    key        with one key the same value has the same token; the default is known to everybody
    addresses  IP addresses too
    """

    __slots__ = ("_key", "gate")

    def __init__(self, key: bytes = KEY, addresses: bool = False) -> None:
        self._key = key
        self.gate = _gate(addresses)

    def text(self, text: str) -> str:
        """A line, an event or a whole text."""
        found = [*_keys(text), *self.spans(text)] if MARKER in text else [*self.spans(text)]
        if not found:
            return text
        return self.settled(replaced(text, apart(found), self.word))

    def value(self, body: Json, path: str = "") -> Json:
        """An answer or document by its structure; *path* tells where in one it stood."""
        from lambda_triage.evidence.redaction.documents import clean

        return clean(self, body, path)

    def stream(self, reader: BinaryIO, writer: BinaryIO) -> None:
        """A file of any size and any text encoding that has ASCII in it, line by line."""
        from lambda_triage.evidence.redaction.stream import stream

        stream(self, reader, writer)

    def spans(self, text: str, rules: Iterable[Rule] | None = None, level: int = 0) -> list[Span]:
        """What the rules find, also behind escapes, but no private keys; they may overlap."""
        wanted = self.gate.wanted(text) if rules is None else rules
        found = [span for rule in wanted for span in rule.spans(text)]
        if level < LEVELS:
            for part in decoded(text):
                found += part.back(self.spans(part.text, None, level + 1))
        return found

    def settled(self, text: str) -> str:
        """The text once nothing more is found in it, so that redacting it again changes nothing."""
        for _ in range(ROUNDS):
            found = apart(self.spans(text))
            clean = replaced(text, found, self.word) if found else text
            if clean == text:
                break
            text = clean
        return text

    def word(self, kind: str, value: str) -> str:
        """The token of a value; a token stays what it is."""
        if TOKEN.fullmatch(value):
            return value
        return token(self._key, kind, _same(kind, value))


def _same(kind: str, value: str) -> str:
    """The value without what may be written in several ways."""
    if kind in {"phone", "card"}:
        return re.sub(r"\D", "", value)
    if kind == "iban":
        return value.replace(" ", "")
    return value.lower() if kind == "email" else value


def _keys(text: str) -> Iterator[Span]:
    keys, at = Keys(), 0
    for line in text.split("\n"):
        if keys.open or MARKER in line:
            for start, end, kind in keys.spans(line):
                yield Span(at + start, at + end, kind)
        at += len(line) + 1


@cache
def _gate(addresses: bool) -> Gate:
    return Gate(
        (*SHAPES, ASSIGNMENTS, *PERSONAL, ENCODED, BEGINS, *(ADDRESSES if addresses else ()))
    )
