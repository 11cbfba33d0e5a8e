"""Wildcard texts: `*` is any run of characters, `\\*` an asterisk, `\\\\` a backslash."""

from __future__ import annotations


def pieces(text: str) -> tuple[str, ...]:
    """The literal texts between the asterisks, unescaped; ValueError says what is not allowed."""
    found, piece, at = [], "", 0
    while at < len(text):
        char = text[at]
        if char == "\\":
            at += 1
            if text[at : at + 1] not in ("*", "\\"):
                raise ValueError("a backslash may stand only before * or another backslash")
            piece += text[at]
        elif char == "*":
            if text[at + 1 : at + 2] == "*":
                raise ValueError("two asterisks in a row are not allowed")
            found.append(piece)
            piece = ""
        else:
            piece += char
        at += 1
    return (*found, piece)


def fits(parts: tuple[str, ...], text: str) -> bool:
    """Whether the text is the pieces in order with anything between them.

    The leftmost place for each piece is always as good as a later one, so nothing is tried twice.
    """
    first, last = parts[0], parts[-1]
    if len(parts) == 1:
        return text == first
    end = len(text) - len(last)
    if len(first) > end or not text.startswith(first) or not text.endswith(last):
        return False
    at = len(first)
    for piece in parts[1:-1]:
        found = text.find(piece, at, end)
        if found < 0:
            return False
        at = found + len(piece)
    return True
