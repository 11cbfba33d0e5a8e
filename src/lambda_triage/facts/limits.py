"""Limits of AWS Lambda and of the services around it, from a dated list."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from msgspec import Struct

AS_OF = "2026-11-21"


class Limit(Struct, frozen=True):
    """One limit: what it applies to, and whether the account can have it raised."""

    name: str
    service: str
    value: int
    unit: str
    adjustable: bool
    applies: str
    source: str


@cache
def limits() -> tuple[Limit, ...]:
    """All limits."""
    text = files("lambda_triage.facts").joinpath("limits.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith(("#", "name\t"))]
    rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return tuple(
        Limit(name, service, int(value), unit, adjustable == "yes", applies, source)
        for name, service, value, unit, adjustable, applies, source in rows
    )
