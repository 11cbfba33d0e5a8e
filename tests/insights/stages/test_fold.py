"""Stages share a SELECT only by a written rule, and the rows are the same without."""

from __future__ import annotations

import pytest

from lambda_triage.insights.fold import REASONS, RULES, fold
from lambda_triage.insights.run import plan_of, run
from tests.insights.stages.logs import NOW, events
from tests.insights.stages.test_queries import QUERIES


def groups(text: str) -> list[list[str]]:
    return [[type(each).__name__ for each in group] for group in fold(plan_of(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("filter a | filter b | limit 5", [["Where", "Where", "Limit"]]),
        ("limit 5 | filter a | limit 5", [["Limit"], ["Where", "Limit"]]),
        ("limit 5 | limit 10", [["Limit"], ["Limit"]]),
        ("fields a + 1 as b | filter b > 1 | limit 1", [["Extend", "Where", "Limit"]]),
        ("filter a | stats count(*) by b | limit 1", [["Where", "Aggregate"], ["Limit"]]),
        ("stats count(*) as n | filter n > 1 | limit 1", [["Aggregate"], ["Where", "Limit"]]),
        (
            "filter a | parse b /(?<c>x)/ | filter c | limit 1",
            [["Where"], ["Extract"], ["Where", "Limit"]],
        ),
        ("filter a | dedup b | limit 1", [["Where", "Dedup"], ["Limit"]]),
    ],
)
def test_only_what_a_rule_allows_shares_a_select(text: str, expected: list[list[str]]) -> None:
    assert groups(text) == expected


def test_columns_written_out_again_and_again_end_a_group() -> None:
    doubled = " | ".join(f"fields a{at} + a{at} as a{at + 1}" for at in range(40))

    assert len(groups(doubled)) > 4


def test_every_rule_has_a_reason() -> None:
    assert all(len(reason) > 40 for reason in REASONS.values())
    assert len(REASONS) == len(RULES)


@pytest.mark.parametrize(("name", "text"), [each[:2] for each in QUERIES[::2]])
def test_a_query_gives_the_same_rows_stage_by_stage(name: str, text: str) -> None:
    plan = plan_of(text, now_ms=NOW)
    with run(plan, events(name)) as folded, run(plan, events(name), folded=False) as unfolded:
        assert list(folded.rows) == list(unfolded.rows)
