"""Queries by name: those of guides and of AWS's samples, corrected where they are wrong.

A file begins with comment lines: what it answers, `source:`, and `note:` where it was corrected.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from msgspec import Struct

from lambda_triage.errors import UsageError
from lambda_triage.insights.error import nearest

_ENDING = ".cwli"


class Saved(Struct, frozen=True):
    """One query; `text` has its comments, which the language leaves out."""

    name: str
    title: str
    source: str
    note: str
    text: str


@cache
def saved_queries() -> tuple[Saved, ...]:
    """All of them, by name."""
    folder = files(__name__)
    found = [each for each in folder.iterdir() if each.name.endswith(_ENDING)]
    return tuple(
        _saved(each.name.removesuffix(_ENDING), each.read_text(encoding="utf-8"))
        for each in sorted(found, key=lambda each: each.name)
    )


def text_of(name: str) -> str:
    """The text of a query. Raises UsageError where no query has the name."""
    known = {each.name: each.text for each in saved_queries()}
    if name not in known:
        near = nearest(name, known)
        hint = f"did you mean {near}?" if near else "`lambda-triage query --list` names them"
        raise UsageError(f"no saved query {name}; {hint}")
    return known[name]


def _saved(name: str, text: str) -> Saved:
    comments = [line[1:].strip() for line in text.splitlines() if line.startswith("#")]
    told = dict(line.split(": ", 1) for line in comments[1:])
    return Saved(name, comments[0], told.get("source", ""), told.get("note", ""), text)
