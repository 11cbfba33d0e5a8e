"""Whether something ended before the time that the evidence is about: it opens no incident then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.sources.times import micros

if TYPE_CHECKING:
    from lambda_triage.checks.scene import Scene

PERIOD = "SELECT first_us FROM period"
SLACK_US = 86_400_000_000  # a log saved by hand may begin after what failed; our choice


class _Period(Struct, frozen=True):
    first_us: int | None


def ended_before(scene: Scene, time: str | None) -> bool:
    """Whether *time* is before the window asked for, or long before the first log or metric."""
    ended_us = micros(time)
    if ended_us is None:
        return False
    if scene.case.begin_us is not None:
        return ended_us < scene.case.begin_us
    first_us = next(scene.case.rows(PERIOD, _Period)).first_us
    return first_us is not None and ended_us < first_us - SLACK_US
