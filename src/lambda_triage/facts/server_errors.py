"""What a server error of an API can mean, by the API's type and status, from a dated list."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from msgspec import Struct

NONE_TOLD = "-"  # in the list: no status of an integration


class Reading(Struct, frozen=True):
    """One cause that a status can have, and what it then says."""

    api: str
    status: int
    integration: int | None
    cause: str
    meaning: str
    source: str


@cache
def readings() -> tuple[Reading, ...]:
    """Every row of the list."""
    text = files("lambda_triage.facts").joinpath("server_errors.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith(("#", "api\t")))
    return tuple(
        Reading(api, int(status), None if told == NONE_TOLD else int(told), cause, meaning, source)
        for api, status, told, cause, meaning, source in rows
    )


def means(api: str | None, status: int, integration: int | None) -> tuple[Reading, ...]:
    """What the status of an API of this type can mean; of every type where that is unknown.

    Nothing where the list does not know the status: it then speaks neither for nor against.
    """
    typed = [r for r in readings() if (api is None or r.api == api) and r.status == status]
    told = [r for r in typed if r.integration == integration]
    # 200, 403 and 429 say something of their own; a rare one is read as if none were told.
    return tuple(told or [r for r in typed if r.integration is None])
