"""The plan of a query, in words: blocks `=== query` of plans.txt, each followed by its plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.insights.bind.asking import described

_BLOCKS = Path(__file__).with_name("plans.txt").read_text("utf-8").strip().split("\n\n=== ")
PLANS = [each.removeprefix("=== ").split("\n") for each in _BLOCKS]


@pytest.mark.parametrize("block", PLANS, ids=[each[0] for each in PLANS])
def test_a_query_means_its_plan(block: list[str]) -> None:
    query, *expected = block

    assert described(query) == expected


def test_two_plans_of_one_query_are_equal() -> None:
    query = "filter a = 1 | stats count(*) as n, max(b) / 2 by bin(5m), c | sort n"

    assert described(query) == described(query)
