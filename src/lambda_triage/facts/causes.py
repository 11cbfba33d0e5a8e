"""The closed list of causes: slug, group, title and first fix."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from msgspec import Struct


class CauseName(Struct, frozen=True):
    """One cause as it is named everywhere.

    parent  the wider cause that a score counts it as; empty for those of the closed list
    """

    slug: str
    group: str
    title: str
    first_fix: str
    parent: str = ""


@cache
def causes() -> dict[str, CauseName]:
    """Every cause by slug, in the order of the list."""
    text = files("lambda_triage.facts").joinpath("causes.tsv").read_text(encoding="utf-8")
    rows = csv.reader(text.splitlines()[1:], delimiter="\t", quoting=csv.QUOTE_NONE)
    return {row[0]: CauseName(*row) for row in rows}
