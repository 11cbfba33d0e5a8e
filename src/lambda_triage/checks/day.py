"""The day for which evidence speaks: that of its last event."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.facts import runtimes

if TYPE_CHECKING:
    from lambda_triage.checks.scene import Scene

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LAST = "SELECT last_us FROM period"


class _Last(Struct, frozen=True):
    last_us: int | None


def day(scene: Scene) -> date:
    """Day of the last event; of the runtime dates themselves where nothing has a time."""
    last_us = next(scene.case.rows(LAST, _Last)).last_us
    if last_us is None:
        return runtimes.as_of()
    return (EPOCH + timedelta(microseconds=last_us)).date()
