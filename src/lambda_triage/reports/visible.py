"""Hostile text → text that is safe to show: nothing left can move a cursor or turn a line."""

from __future__ import annotations

import re

TEXT_LIMIT = 16_384  # characters shown of one citation; the evidence itself holds the rest
_NEWLINES = re.compile("\r\n|\n|\r|\x0b|\x0c|\x85|\u2028|\u2029")
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_PILED_MARKS = re.compile(f"([{_MARKS}]{{3}})[{_MARKS}]+")
# Controls, bidirectional controls, and whatever has no shape of its own. Ranges stand here rather
# than `unicodedata.category`, so that every Python version prints the same bytes.
_UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


def visible(text: str, limit: int = TEXT_LIMIT) -> str:
    """The text with line ends as newlines, tabs as blanks, and every unseen character spelt out."""
    kept = _NEWLINES.sub("\n", text[:limit].replace("\t", "  "))
    kept = _PILED_MARKS.sub(r"\1", _SPACES.sub(" ", kept))
    return _UNSEEN.sub(_spell, kept).strip("\n") + ("…" if len(text) > limit else "")


def one_line(text: str, limit: int = TEXT_LIMIT) -> str:
    """The same in one line: inner line ends show as a sign."""
    return " ⏎ ".join(part.strip() for part in visible(text, limit).split("\n") if part.strip())


def _spell(found: re.Match[str]) -> str:
    code = ord(found.group())
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
