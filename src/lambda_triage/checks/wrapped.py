"""Sentences that a tool breaks anywhere, to fit them into a column of its table."""

from __future__ import annotations

SPACES = r"\s{1,250}"  # a break, with the indentation of the next line: SAM's tables, 2026


def wrapped(pattern: str) -> str:
    """The pattern, whose every space also stands for a line break inside a table's cell.

    >>> wrapped("is not valid")
    'is\\\\s{1,250}not\\\\s{1,250}valid'
    """
    return pattern.replace(" ", SPACES)
