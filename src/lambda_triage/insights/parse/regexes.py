"""A regex between slashes, as RE2 wants it: `\\/` is `/`, and `(?<name>` is `(?P<name>`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.insights.tree import Regex

if TYPE_CHECKING:
    from lambda_triage.insights.parse.cursor import Cursor

_PIECE = re.compile(r"\\.|\(\?<(?=[A-Za-z_])|[^\\]")


def regex(cursor: Cursor) -> Regex:
    """The regex whose first slash is the current token."""
    found = cursor.regex()
    return Regex(span=cursor.since(found.start()), pattern=_pattern(found[1]))


def written(pattern: str) -> str:
    """A pattern between slashes, so that it reads as the same pattern."""
    inner = _PIECE.sub(lambda piece: "\\/" if piece[0] == "/" else piece[0], pattern)
    return f"/{inner}/"


def _pattern(text: str) -> str:
    """What stands between slashes as a pattern; brackets hold no group."""
    pieces: list[str] = []
    bracket = -1  # index of the piece that opened a class, -1 outside
    for piece in _PIECE.findall(text):
        at = len(pieces)
        if bracket < 0 and piece == "[":
            bracket = at
        elif piece == "]" and bracket >= 0 and not _first(pieces, bracket):
            bracket = -1
        elif piece == "\\/":
            piece = "/"
        elif piece == "(?<" and bracket < 0:
            piece = "(?P<"
        pieces.append(piece)
    return "".join(pieces)


def _first(pieces: list[str], bracket: int) -> bool:
    """Whether nothing but a ^ stands in the class yet, so that a ] is a character of it."""
    inside = pieces[bracket + 1 : bracket + 3]
    return not inside or inside == ["^"]
