"""Whether a schedule has a run in a window of time, and when that cannot be told."""

from __future__ import annotations

import pytest

from lambda_triage.checks.schedule_times import once_us, runs
from lambda_triage.sources.times import micros

SUNDAY = "2026-03-01T{}:00Z"


@pytest.mark.parametrize(
    ("expression", "begin", "end", "due"),
    [
        ("cron(0 2 * * ? *)", "00:00", "05:00", True),
        ("cron(0 2 * * ? *)", "03:00", "05:00", False),
        ("cron(0/15 * ? * MON-FRI *)", "03:00", "05:00", False),
        ("cron(0/15 * ? * SUN *)", "03:00", "05:00", True),
        ("cron(0 9 ? * FRI-MON *)", "03:00", "10:00", True),
        ("cron(0 9 L * ? *)", "03:00", "10:00", None),
        ("rate(5 minutes)", "03:00", "04:00", True),
        ("rate(1 day)", "03:00", "04:00", None),
        ("at(2026-03-01T04:00:00)", "03:00", "05:00", True),
        ("at(2026-02-01T04:00:00)", "03:00", "05:00", False),
        ("every day", "03:00", "05:00", None),
        ("cron(0 2 * *)", "00:00", "05:00", None),
    ],
)
def test_a_run_is_due_is_not_or_cannot_be_told(
    expression: str, begin: str, end: str, due: bool | None
) -> None:
    window = (micros(SUNDAY.format(begin)) or 0, micros(SUNDAY.format(end)) or 0)
    assert runs(expression, *window) is due


def test_a_zone_that_does_not_exist_leaves_it_open() -> None:
    assert once_us("at(2026-03-01T04:00:00)", "Moon/Tycho") is None
