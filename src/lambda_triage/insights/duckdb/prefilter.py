"""The words that a message must hold for a condition to be true, as bits of `WORDS`.

A set of bits means: every message that the condition lets pass holds one of these words at least. 0
means that nothing is known. From a regex only that is taken which surely stands in the message;
whatever is not known here counts as anything at all.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.insights.bind.regexes import Literal, pieces
from lambda_triage.insights.plan import Apply, Constant, Expr, Ref
from lambda_triage.insights.tree import Span
from lambda_triage.insights.words import WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lambda_triage.insights.bind.regexes import Piece

_SEARCHES = frozenset(("like", "strcontains", "startsWith", "endsWith"))
_ODD_CASE = frozenset(b"ks")  # in any case these are K (U+212A) and ſ (U+017F), too
_CASELESS = re.compile(r"\(\?[msU]*i")
_WILD = frozenset(".^$")


def needed(condition: Expr, is_message: Callable[[Ref], bool]) -> int:
    """The words of a condition over messages; *is_message* tells which columns are the message."""
    try:
        return _needed(condition, is_message)
    except RecursionError:
        return 0


def _needed(condition: Expr, is_message: Callable[[Ref], bool]) -> int:
    if not isinstance(condition, Apply):
        return 0
    if condition.function in ("and", "or"):
        sides = [_needed(each, is_message) for each in condition.args]
        return _rarest(sides) if condition.function == "and" else _either(sides)
    if len(condition.args) != 2:
        return 0
    value, sought = condition.args
    if not (isinstance(value, Ref) and is_message(value) and isinstance(sought, Constant)):
        return 0
    if condition.function in _SEARCHES:
        return _of_text(str(sought.value)) if isinstance(sought.value, str) else 0
    return of_regex(str(sought.value)) if condition.function == "matches" else 0


def of_regex(pattern: str) -> int:
    """The words of a regex that RE2 takes."""
    tokens = list(pieces(Literal(pattern, pattern, Span(0, len(pattern)))))
    if any(each.kind == "quoted" for each in tokens):
        return 0  # a repeat behind \Q\E repeats what stands before it
    any_case = any(_CASELESS.match(each.text) for each in tokens if each.kind in ("flags", "open"))
    tokens = [each for each in tokens if each.kind != "flags"]  # repeats pass over them, too
    groups = [_Group(any_case=any_case)]
    for piece, least in zip(tokens, _least_times(tokens), strict=True):
        if piece.kind in ("open", "named"):
            groups.append(_Group(any_case=any_case))
        elif piece.kind == "close":
            inner = groups.pop()
            groups[-1].take(inner.words() if least else 0)
        elif piece.text == "|":
            groups[-1].end_branch()
        else:
            groups[-1].add(_character(piece) if least else "")
    (whole,) = groups
    return whole.words()


class _Group:
    """What is known of a group, or of the whole regex, while it is read."""

    def __init__(self, *, any_case: bool) -> None:
        self._any_case = any_case
        self._text = ""  # characters that surely stand beside one another
        self._branch: list[int] = []  # words of the parts of the branch, all of which must be there
        self._branches: list[int] = []

    def add(self, character: str) -> None:
        """One more character; an empty text stands for what is not known."""
        if character:
            self._text += character
        else:
            self.take(0)

    def take(self, words: int) -> None:
        """Something that holds one of the words, 0: that may be anything or nothing."""
        self._branch += [_of_text(self._text, any_case=self._any_case), words]
        self._text = ""

    def end_branch(self) -> None:
        self.take(0)
        self._branches.append(_rarest(self._branch))
        self._branch = []

    def words(self) -> int:
        """Of the group as a whole."""
        self.end_branch()
        return _either(self._branches)


def _least_times(tokens: Sequence[Piece]) -> list[int]:
    """How often at least each piece stands there, as the repeat behind it says."""
    behind = [*tokens[1:], None][: len(tokens)]
    return [_least(each.text) if each and each.kind == "repeat" else 1 for each in behind]


def _least(repeat: str) -> int:
    count = re.match(r"\{(\d+)", repeat)
    return int(count[1]) if count else int(repeat[0] == "+")


def _character(piece: Piece) -> str:
    """The one character that a piece is, else an empty text; a repeat ends what stands together."""
    if piece.kind == "text" and piece.text not in _WILD:
        return piece.text
    if piece.kind == "escape" and len(piece.text) == 2 and not piece.text[1].isalnum():
        return piece.text[1]
    return ""


def _of_text(text: str, *, any_case: bool = False) -> int:
    """The rarest word in a text that the message holds; any_case: in whatever case."""
    data = text.encode("utf-8", "surrogatepass")
    for place in reversed(range(len(WORDS))):
        word = WORDS[place]
        fit = not any_case or (word.caseless and _ODD_CASE.isdisjoint(word.text))
        if fit and word.occurs_in(data):
            return 1 << place
    return 0


def _rarest(words: Sequence[int]) -> int:
    """Of sets that all hold, the one whose commonest word is the rarest."""
    return max(words, key=lowest, default=0)


def _either(words: Sequence[int]) -> int:
    """Of sets one of which holds."""
    found = 0
    for each in words:
        found |= each
    return found if all(words) else 0


def lowest(words: int) -> int:
    """The lowest bit: no number with one of these bits is less."""
    return words & -words
