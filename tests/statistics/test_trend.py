"""What the two trend statistics promise: textbook values, and no care for the order of points."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lambda_triage.statistics.mann_kendall import Trend, mann_kendall
from lambda_triage.statistics.theil_sen import POINT_LIMIT, theil_sen_slope

POINTS = st.lists(st.tuples(st.integers(0, 20), st.integers(-20, 20)), min_size=1, max_size=80)


def test_the_slope_is_the_median_of_pairwise_slopes() -> None:
    # Slopes by hand: 1, 2, 11/3, 3, 5, 7 → median 10/3.
    assert theil_sen_slope([0, 1, 2, 3], [0, 1, 4, 11]) == pytest.approx(10 / 3)


def test_one_outlier_leaves_the_slope() -> None:
    assert theil_sen_slope([1, 2, 3, 4, 10], [2, 4, 6, 8, 1_000_000]) == 2.0


@pytest.mark.parametrize("x", [[], [1], [2, 2, 2]])
def test_no_two_times_have_no_slope(x: list[int]) -> None:
    assert theil_sen_slope(x, x) is None


def test_a_long_series_is_thinned_and_keeps_its_slope() -> None:
    x = np.arange(20 * POINT_LIMIT)

    assert theil_sen_slope(x, 3 * x + 1) == 3.0


@given(POINTS, st.randoms())
def test_the_slope_ignores_the_order_of_points(
    points: list[tuple[int, int]], random: object
) -> None:
    x, y = zip(*points, strict=True)
    reverse = theil_sen_slope(x[::-1], y[::-1])

    assert theil_sen_slope(x, y) == reverse


def test_a_rising_series_has_every_pair_rising() -> None:
    # S = 45; variance 10·9·25/18 = 125; z = 44/√125 = 3.93548
    trend = mann_kendall(range(10), range(10))

    assert (trend.s, trend.tau, round(trend.p, 7)) == (45, 1.0, 8.3e-05)


def test_ties_shrink_the_variance() -> None:
    # By hand: S = 4 + 2 - 1 + 3 + 0 + 1 - 1 + 1 = 9; three tied pairs, each taking 2·1·9 from
    # 9·8·23: variance (1656 - 54)/18 = 89; z = 8/√89; tau-b = 9/√(36·33).
    trend = mann_kendall(range(9), [23, 24, 29, 6, 29, 24, 31, 1, 31])

    assert (trend.s, round(trend.tau, 4), round(trend.p, 4)) == (9, 0.2611, 0.3964)


@pytest.mark.parametrize("values", [[], [1], [5, 5, 5, 5]])
def test_nothing_to_compare_is_no_trend(values: list[int]) -> None:
    assert mann_kendall(range(len(values)), values) == Trend(0, 0.0, 1.0)


@given(POINTS)
@settings(deadline=None)
def test_s_is_the_sum_of_signs_over_all_pairs(points: list[tuple[int, int]]) -> None:
    slow = sum(
        int(np.sign(b[0] - a[0]) * np.sign(b[1] - a[1]))
        for i, a in enumerate(points)
        for b in points[i + 1 :]
    )

    assert mann_kendall(*zip(*points, strict=True)).s == slow


@given(POINTS, st.data())
def test_the_trend_ignores_the_order_of_points(
    points: list[tuple[int, int]], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(points))

    assert mann_kendall(*zip(*points, strict=True)) == mann_kendall(*zip(*shuffled, strict=True))


@given(POINTS)
def test_falling_mirrors_rising(points: list[tuple[int, int]]) -> None:
    x, y = (np.array(column) for column in zip(*points, strict=True))
    up, down = mann_kendall(x, y), mann_kendall(x, -y)

    assert (down.s, down.tau, down.p) == (-up.s, -up.tau, up.p)


def test_noise_is_seldom_called_a_trend() -> None:
    noise = np.random.default_rng(7).normal(size=(400, 30))
    called = sum(mann_kendall(range(30), row).p < 0.05 for row in noise)

    assert called <= 30  # 20 expected


def test_values_that_are_not_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="not a number"):
        mann_kendall([1, 2], [1.0, float("nan")])
