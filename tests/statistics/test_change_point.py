"""What change points promise: the place, both sides, and a p that chance keeps to."""

from math import comb, exp

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambda_triage.statistics.change_point import Change, change_in_level, change_in_rate

BUCKETS = st.lists(
    st.integers(0, 50).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), max_size=30
)


def test_a_step_in_the_rate_is_found_where_it_is() -> None:
    change = change_in_rate([0, 0, 0, 5, 5], [10, 10, 10, 10, 10])

    assert change is not None
    assert (change.index, change.before, change.after) == (3, 0.0, 0.5)


def test_p_is_the_exact_tail_times_the_splits() -> None:
    # Fisher's tail by hand: none of the 10 in the first 30 of 50; twice; four splits.
    change = change_in_rate([0, 0, 0, 5, 5], [10, 10, 10, 10, 10])

    assert change is not None
    assert change.p == pytest.approx(8 * comb(20, 10) / comb(50, 10))


def test_the_statistic_is_the_likelihood_ratio() -> None:
    # 2·(log L(0/30) + log L(10/20) - log L(10/50)) = 2·(20·log 0.5 - 10·log 0.2 - 40·log 0.8)
    change = change_in_rate([0, 0, 0, 5, 5], [10, 10, 10, 10, 10])

    assert change is not None
    assert change.statistic == pytest.approx(
        2 * (20 * np.log(0.5) - 10 * np.log(0.2) - 40 * np.log(0.8))
    )


def test_a_bucket_without_trials_is_not_where_the_change_is() -> None:
    change = change_in_rate([0, 0, 9], [10, 0, 10])

    assert change is not None
    assert (change.index, change.before, change.after) == (2, 0.0, 0.9)


@pytest.mark.parametrize("trials", [[], [5], [0, 0], [0, 5, 0]])
def test_one_bucket_has_no_change(trials: list[int]) -> None:
    assert change_in_rate([0] * len(trials), trials) is None


def test_a_constant_rate_is_certain_to_be_chance() -> None:
    change = change_in_rate([1] * 20, [10] * 20)

    assert change is not None
    assert change.p == 1.0


def test_chance_is_called_a_change_no_more_often_than_p_says() -> None:
    rows = np.random.default_rng(7).binomial(40, 0.05, size=(400, 24))
    called = sum(change.p < 0.05 for row in rows if (change := change_in_rate(row, [40] * 24)))

    assert called <= 20  # at most 5 % of 400; the bound is conservative


def test_a_million_trials_are_answered() -> None:
    change = change_in_rate([10_000, 10_000, 12_000], [10**6] * 3)

    assert change is not None
    assert (change.index, change.p < 1e-20) == (2, True)


@given(BUCKETS)
def test_a_rate_change_is_well_formed_and_mirrors_failures(buckets: list[tuple[int, int]]) -> None:
    hits, tries = [hit for hit, _ in buckets], [n for _, n in buckets]
    change = change_in_rate(hits, tries)
    mirrored = change_in_rate([n - hit for hit, n in buckets], tries)

    assert (change is None) == (mirrored is None)
    if change and mirrored:
        assert 0 < change.index < len(buckets)
        assert 0.0 <= change.p <= 1.0
        assert (change.index, change.statistic) == (mirrored.index, mirrored.statistic)
        assert change.p == pytest.approx(mirrored.p)


def test_impossible_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="successes <= trials"):
        change_in_rate([2], [1])


def test_a_step_in_the_level_is_found_by_ranks() -> None:
    # Ranks 1…6, CUSUM of (2r - 7): -5 -8 -9 -8 -5; K = 9; p = 2·exp(-6·81/252)
    change = change_in_level([1, 2, 3, 104, 105, 106])

    assert change == Change(3, 2.0, 105.0, 9.0, 2 * exp(-486 / 252))


def test_one_outlier_is_no_change() -> None:
    change = change_in_level([5, 5, 5, 5, 10**9, 5, 5, 5, 5])

    assert change is not None
    assert change.p == 1.0


@pytest.mark.parametrize("values", [[], [1]])
def test_fewer_than_two_values_have_no_level_to_change(values: list[int]) -> None:
    assert change_in_level(values) is None


@given(st.lists(st.integers(-5, 5), min_size=2, max_size=60))
def test_a_level_change_depends_on_ranks_only(values: list[int]) -> None:
    change, cubed = change_in_level(values), change_in_level([v**3 for v in values])

    assert change is not None
    assert cubed is not None
    assert (change.index, change.statistic, change.p) == (cubed.index, cubed.statistic, cubed.p)


def test_noise_is_seldom_called_a_change_of_level() -> None:
    rows = np.random.default_rng(7).exponential(size=(400, 40))
    called = sum(change.p < 0.05 for row in rows if (change := change_in_level(row)))

    assert called <= 20
