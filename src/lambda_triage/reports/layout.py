"""Plain text into columns of a terminal: cutting, wrapping and continuing commands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# A shell word, quoted blanks included: between two of these, and nowhere else, a command may break.
_SHELL_WORD = re.compile(r"""(?:"(?:[^"\\]|\\.)*"|'[^']*'|\\.|[^\s"'\\]|["'\\])+""")
# A word; a number and its unit are one.
_WORD = re.compile(r"\d[\d.,]* (?:%|ms|s|kB|MB|GB)(?!\w)\S*|\S+")
_WHOLE = ("arn:", "https://", "http://", "s3://")  # broken in two, these are of no use
_UUID = re.compile(r"\b([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")


def cut(text: str, width: int) -> str:
    """At most `width` columns; what is left out shows as `…`."""
    from rich.cells import cell_len, set_cell_size

    if cell_len(text) <= width:
        return text
    return set_cell_size(text, max(width - 1, 0)).rstrip() + "…"


def cut_front(text: str, width: int) -> str:
    """The same from the other end: of a path, the end tells most."""
    from rich.cells import cell_len

    if cell_len(text) <= width:
        return text
    kept = text
    while kept and cell_len(kept) > width - 1:
        kept = kept[1:]
    return "…" + kept


def squeeze(text: str, width: int) -> str:
    """A log line with its request ids shortened where it is too wide; they say least."""
    from rich.cells import cell_len

    return _UUID.sub(r"\1…", text) if cell_len(text) > width else text


def clip(text: str, width: int, most: int) -> list[str]:
    """A log line over at most so many lines, none wider than the width; the last ends in `…`."""
    words = (piece for word in text.split() for piece in _pieces(word, width, whole=()))
    lines = list(_filled(words, width))
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], cut(" ".join(lines[most - 1 : most + 1]), width)]


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most `width` columns, broken at blanks; only ARNs and addresses stay whole."""
    words = (piece for word in _WORD.findall(text) for piece in _pieces(word, width))
    return list(_filled(words, width))


def command(text: str, width: int) -> list[str]:
    """A command over several lines, each but the last ending in ` \\`, ready to paste."""
    lines = list(_filled(_SHELL_WORD.findall(text), width - 2))
    return [line + " \\" for line in lines[:-1]] + lines[-1:]


def _pieces(word: str, width: int, whole: tuple[str, ...] = _WHOLE) -> list[str]:
    from rich.cells import cell_len, chop_cells

    if cell_len(word) <= width or word.lstrip("(\"'").startswith(whole):
        return [word]
    return chop_cells(word, width)


def _filled(words: Iterable[str], width: int) -> Iterator[str]:
    from rich.cells import cell_len

    line, used = "", 0
    for word in words:
        wide = cell_len(word)
        if line and used + 1 + wide > width:
            yield line
            line, used = word, wide
        else:
            line, used = (f"{line} {word}", used + 1 + wide) if line else (word, wide)
    if line:
        yield line
