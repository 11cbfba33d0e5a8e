"""Events of databases and caches that interrupt their clients, by a dated list."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def _told() -> dict[str, tuple[str, ...]]:
    text = files("lambda_triage.facts").joinpath("interruptions.tsv").read_text(encoding="utf-8")
    found: dict[str, tuple[str, ...]] = {}
    for line in text.splitlines():
        if not line.startswith(("#", "by\t")):
            by, told, _ = line.split("\t")
            found[by] = (*found.get(by, ()), told)
    return found


def interrupts(message: str, categories: tuple[str, ...]) -> bool:
    """Whether clients lose their connections then, or get none."""
    by_category = any(c in _told()["category"] for c in categories)
    return by_category or message.startswith(_told()["message"])
