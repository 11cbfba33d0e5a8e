"""When Lambda's managed runtimes are deprecated, and when functions can no longer be changed."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from importlib.resources import files

from msgspec import Struct

AS_OF = "# as_of\t"


class Lifecycle(Struct, frozen=True):
    """The dates of one runtime; None where AWS tells none."""

    runtime: str
    deprecated: date
    create_blocked: date | None
    update_blocked: date | None
    successor: str | None

    def is_deprecated(self, day: date) -> bool:
        """Whether it gets no more security patches on *day*."""
        return self.deprecated <= day

    def is_ending(self, day: date, within: timedelta) -> bool:
        """Whether it is still supported on *day*, and no longer after *within*."""
        return day < self.deprecated <= day + within


@cache
def lifecycles() -> dict[str, Lifecycle]:
    """Every managed runtime with known dates, by its identifier."""
    rows = (line.split("\t") for line in _lines() if not line.startswith(("#", "runtime\t")))
    return {
        name: Lifecycle(
            name,
            date.fromisoformat(deprecated),
            _date(create),
            _date(update),
            None if successor == "-" else successor,
        )
        for name, deprecated, create, update, successor in rows
    }


@cache
def as_of() -> date:
    """The day on which the dates were last confirmed."""
    return next(
        date.fromisoformat(line.removeprefix(AS_OF)) for line in _lines() if line.startswith(AS_OF)
    )


def _lines() -> list[str]:
    text = files("lambda_triage.facts").joinpath("runtimes.tsv").read_text(encoding="utf-8")
    return text.splitlines()


def _date(text: str) -> date | None:
    return None if text == "-" else date.fromisoformat(text)
