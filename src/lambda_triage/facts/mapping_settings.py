"""Which settings of event source mappings belong to which sources, from a dated list."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from msgspec import Struct

AS_OF = "2026-11-21"
SOURCES = ("sqs", "sqs-fifo", "kinesis", "dynamodb", "msk", "kafka", "mq", "documentdb")


class Setting(Struct, frozen=True):
    """One setting as some sources take it; a part of a structure is `Structure.Part`."""

    name: str
    sources: tuple[str, ...]
    least: int | None
    most: int | None
    default: str | None
    create_only: bool
    page: str


@cache
def mapping_settings() -> tuple[Setting, ...]:
    """All rows; a setting has one for each range that it has."""
    text = files("lambda_triage.facts").joinpath("mapping_settings.tsv").read_text("utf-8")
    rows = [line for line in text.splitlines() if not line.startswith(("#", "setting\t"))]
    return tuple(_setting(row.split("\t")) for row in rows)


def of_source(name: str, source: str) -> Setting | None:
    """The setting as this source takes it; None where it does not take it."""
    found = (s for s in mapping_settings() if s.name == name and source in s.sources)
    return next(found, None)


def takers(name: str) -> tuple[str, ...]:
    """Sources that take the setting, in their usual order; none for a setting not in the list."""
    told = {source for s in mapping_settings() if s.name == name for source in s.sources}
    return tuple(source for source in SOURCES if source in told)


def _setting(row: list[str]) -> Setting:
    name, sources, least, most, default, when, page = row
    return Setting(
        name=name,
        sources=SOURCES if sources == "all" else tuple(sources.split()),
        least=None if least == "-" else int(least),
        most=None if most == "-" else int(most),
        default=None if default == "-" else default,
        create_only=when == "create",
        page=page,
    )
