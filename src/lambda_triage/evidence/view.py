"""A shared computation over the tables, with a name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class View:
    """SQL written once; checks read its columns instead of scanning invocations themselves."""

    name: str
    doc: str
    sql: str
