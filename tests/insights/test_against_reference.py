"""Random queries over random logs: the engine, folded or not, says what plain Python says."""

from __future__ import annotations

import math
from itertools import chain
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings

from tests.insights.random.asking import WINDOW, Asking
from tests.insights.random.events import events
from tests.insights.random.pipelines import pipelines
from tests.insights.reference import run

if TYPE_CHECKING:
    from collections.abc import Iterator

    Rows = list[tuple[str | None, ...]]

_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asking]:
    with Asking(tmp_path_factory.mktemp("tables")) as made:
        yield made


def _agree(asking: Asking, query: str, log: list[dict[str, Any]]) -> None:
    plan = asking.plan(query)
    expected = run(plan, log, WINDOW, asking.tables)
    for found in asking.rows(plan, log):
        assert found == expected or _near(query, found, expected)


def _near(query: str, found: Rows, expected: Rows) -> bool:
    """Whether only a spread differs: DuckDB computes it in one pass, the reference exactly."""
    return (
        ("variance(" in query or "stddev(" in query)
        and [len(row) for row in found] == [len(row) for row in expected]
        and all(map(_close, chain(*found), chain(*expected)))
    )


def _close(one: str | None, other: str | None) -> bool:
    if one == other or one is None or other is None:
        return one == other
    try:
        return math.isclose(float(one), float(other), rel_tol=1e-6)
    except ValueError:
        return False


@settings(max_examples=60, deadline=None, suppress_health_check=_SLOW)
@given(query=pipelines(), log=events())
def test_a_query_gives_what_the_reference_gives(
    asking: Asking, query: str, log: list[dict[str, Any]]
) -> None:
    _agree(asking, query, log)


@pytest.mark.long
@pytest.mark.parametrize("thousand", range(10))
@settings(max_examples=1_000, deadline=None, derandomize=False, suppress_health_check=_SLOW)
@given(query=pipelines(), log=events())
def test_ten_thousand_queries_give_what_the_reference_gives(
    asking: Asking, thousand: int, query: str, log: list[dict[str, Any]]
) -> None:
    _agree(asking, query, log)
