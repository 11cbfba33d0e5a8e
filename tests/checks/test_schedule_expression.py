"""Schedule expressions are judged as EventBridge judges them."""

from __future__ import annotations

import pytest

from lambda_triage.checks.schedule_expression import period_s, wrong

VALID = (
    "rate(1 minute)", "rate(5 minutes)", "cron(0 12 * * ? *)", "cron(15 10 ? * 6L 2022-2030)",
    "cron(0/5 8-17 ? * MON-FRI *)", "cron(0 9 ? * 2#1 *)", "cron(0 8 1W * ? *)",
    "cron(0 18 L * ? *)", "cron(0,30 * ? JAN,jul SUN *)", "rate(${Every})",
)  # fmt: skip
INVALID = (
    "rate(1 minutes)", "rate(5 minute)", "rate(0 minutes)", "rate(30 seconds)", "rate(1.5 hours)",
    "cron(0 12 * * *)", "cron(0 12 * * * *)", "cron(0 12 ? * ? *)", "cron(0 24 * * ? *)",
    "cron(0 12 ? * 0 *)", "cron(? 12 * * ? *)", "cron(0 12 * 13 ? *)", "* * * * *", "5 minutes",
    "at(2026-11-20T13:00:00)", "cron(5-1-2 * * * ? *)", "",
)  # fmt: skip


@pytest.mark.parametrize("expression", VALID)
def test_takes_what_a_rule_takes(expression: str) -> None:
    assert wrong(expression, scheduler=False) is None


@pytest.mark.parametrize("expression", INVALID)
def test_refuses_what_a_rule_refuses(expression: str) -> None:
    assert wrong(expression, scheduler=False) is not None


@pytest.mark.parametrize("expression", ["rate(1 minutes)", "at(2026-11-20T13:00:00)"])
def test_a_schedule_takes_more_than_a_rule(expression: str) -> None:
    assert wrong(expression, scheduler=True) is None


@pytest.mark.parametrize(
    ("expression", "seconds"),
    [
        ("rate(2 hours)", 7200),
        ("cron(* * * * ? *)", 60),
        ("cron(0/15 * * * ? *)", 900),
        ("cron(7 * * * ? *)", 3600),
        ("cron(0/7 * * * ? *)", None),
        ("cron(0 3 * * ? *)", None),
        ("cron(0/0 * * * ? *)", None),
    ],
)
def test_tells_a_period_only_where_it_is_plain(expression: str, seconds: int | None) -> None:
    assert period_s(expression) == seconds
