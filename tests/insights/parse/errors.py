"""Wrong queries, the column where each goes wrong, and what is said: the lines of errors.tsv."""

from __future__ import annotations

from pathlib import Path

_FILE = Path(__file__).with_name("errors.tsv")


def wrong() -> list[tuple[str, int, str]]:
    """Query, column, sentence."""
    lines = _FILE.read_text("utf-8").split("\n")[1:-1]
    return [_row(*line.split("\t")) for line in lines]


def _row(query: str, column: str, sentence: str) -> tuple[str, int, str]:
    return query, int(column), sentence
