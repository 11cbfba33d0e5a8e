"""Lines as tools and runners print them: broken to fit a table, or with a time before them."""

from __future__ import annotations

SPACES = r"\s{1,250}"  # a break, with the indentation of the next line: SAM's tables, 2026


def wrapped(pattern: str) -> str:
    """The pattern, whose every space also stands for a line break inside a table's cell.

    >>> wrapped("is not valid")
    'is\\\\s{1,250}not\\\\s{1,250}valid'
    """
    return pattern.replace(" ", SPACES)


# GitHub Actions puts a time before every line, and `gh run view --log` the job and step, 2026.
STAMP = r"^(?:[^\n]{0,200}?\d\dT\d\d:\d\d:\d\d\.\d{7}Z )?"


def line(*alternatives: str) -> str:
    """A pattern of lines that begin with one of these, whatever the runner puts before them.

    >>> line("a", "b") == STAMP + "(?:a|b)"
    True
    """
    return STAMP + "(?:" + "|".join(alternatives) + ")"
