"""A shared computation over the tables, with a name."""

from __future__ import annotations

from msgspec import Struct


class View(Struct, frozen=True):
    """SQL written once; checks read its columns instead of scanning invocations themselves."""

    name: str
    doc: str
    sql: str
