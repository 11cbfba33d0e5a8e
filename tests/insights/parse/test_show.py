"""A tree that is shown and read again is the same tree."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from lambda_triage.insights.parse import parse
from lambda_triage.insights.parse.show import show
from lambda_triage.insights.tree import Query
from tests.insights.parse.command_trees import queries
from tests.insights.parse.places import without_places

_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


def reads_as_shown(tree: Query) -> None:
    assert without_places(parse(show(tree))) == tree


@settings(max_examples=150, deadline=None, suppress_health_check=_SLOW, derandomize=True)
@given(tree=queries)
def test_any_tree_reads_as_shown(tree: Query) -> None:
    reads_as_shown(tree)


@pytest.mark.long
@settings(max_examples=10_000, deadline=None, suppress_health_check=_SLOW)
@given(tree=queries)
def test_many_trees_read_as_shown(tree: Query) -> None:
    reads_as_shown(tree)
