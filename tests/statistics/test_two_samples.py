"""Differences of shares and of samples, held against published figures and their own symmetry."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambda_triage.statistics.mann_whitney import mann_whitney
from lambda_triage.statistics.newcombe import newcombe_interval

# Newcombe 1998, table II, method 10: x1/n1, x2/n2 and the interval of p1 - p2.
PUBLISHED = [
    (56, 70, 48, 80, 0.0524, 0.3339),
    (9, 10, 3, 10, 0.1705, 0.8090),
    (6, 7, 2, 7, 0.0582, 0.8062),
    (5, 56, 0, 29, -0.0381, 0.1926),
    (0, 10, 0, 20, -0.1611, 0.2775),
    (0, 10, 0, 10, -0.2775, 0.2775),
    (10, 10, 0, 20, 0.6791, 1.0000),
    (10, 10, 0, 10, 0.6075, 1.0000),
]


@pytest.mark.parametrize(("x1", "n1", "x2", "n2", "low", "high"), PUBLISHED)
def test_the_intervals_are_those_of_the_paper(x1, n1, x2, n2, low, high):
    actual = newcombe_interval(x2, n2, x1, n1, z=1.959964)

    assert actual == pytest.approx((low, high), abs=6e-5)


def test_without_trials_nothing_is_known():
    assert newcombe_interval(0, 0, 0, 0) == (-1.0, 1.0)


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_the_other_way_round_is_the_mirror_image(a, b, c, d):
    one = newcombe_interval(a, a + b, c, c + d)
    two = newcombe_interval(c, c + d, a, a + b)

    assert one == pytest.approx((-two[1], -two[0]))


def test_equal_samples_are_not_told_apart():
    assert mann_whitney([1, 2, 3, 4] * 3, [1, 2, 3, 4] * 3).p == 1.0


def test_separate_samples_are_told_apart():
    shift = mann_whitney(list(range(10)), list(range(10, 20)))

    assert shift.larger == 1.0
    # U = 100, mean 50, sd 13.2288: z = 49.5 / 13.2288 = 3.7418
    assert shift.p == pytest.approx(0.000183, abs=1e-6)


@pytest.mark.parametrize(("one", "two"), [([], [1.0]), ([], []), ([2.0, 2.0], [2.0])])
def test_nothing_can_be_told_of_nothing_and_of_ties_alone(one, two):
    assert mann_whitney(one, two).p == 1.0


@given(st.lists(st.integers(0, 9), max_size=30), st.lists(st.integers(0, 9), max_size=30))
def test_the_order_of_samples_only_turns_the_direction(one, two):
    there, back = mann_whitney(one, two), mann_whitney(two, one)

    assert there.larger == pytest.approx(1 - back.larger)
    assert there.p == pytest.approx(back.p)
