"""What the states mean that AWS publishes as plain strings, by a dated list."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal, cast

Meaning = Literal["on", "changing", "off", "failed"]


@cache
def states() -> dict[tuple[str, str], tuple[tuple[str, Meaning], ...]]:
    """The values of each document's field with their meaning, those written out in full first."""
    text = files("lambda_triage.facts").joinpath("states.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith(("#", "document\t"))]
    found: dict[tuple[str, str], list[tuple[str, Meaning]]] = {}
    for line in lines:
        document, field, value, told, _ = line.split("\t")
        found.setdefault((document, field), []).append((value, cast("Meaning", told)))
    return {k: tuple(sorted(v, key=lambda one: one[0].endswith("*"))) for k, v in found.items()}


def meaning(document: str, field: str, value: str) -> Meaning | None:
    """What a state means; None for one that the list does not have."""
    for known, told in states().get((document, field), ()):
        if value == known or (known.endswith("*") and value.startswith(known[:-1])):
            return told
    return None
