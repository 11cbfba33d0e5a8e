"""What the Wilson interval promises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambda_triage.statistics.wilson import wilson_interval

# R. G. Newcombe, Statistics in Medicine 17 (1998), table I; the others by the formula.
KNOWN = [
    ((0, 0), (0.0, 1.0)),
    ((0, 10), (0.0, 0.2775)),
    ((10, 10), (0.7225, 1.0)),
    ((5, 10), (0.2366, 0.7634)),
    ((81, 263), (0.2553, 0.3662)),  # Newcombe (1998), method 3, example 1
    ((15, 148), (0.0624, 0.1605)),  # example 2
    ((1, 29), (0.0061, 0.1718)),  # example 4
]


@pytest.mark.parametrize(("counts", "bounds"), KNOWN)
def test_published_values_are_met(counts: tuple[int, int], bounds: tuple[float, float]) -> None:
    low, high = wilson_interval(*counts)

    assert (round(low, 4), round(high, 4)) == bounds


@given(st.integers(1, 10**9).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_share_and_stays_a_probability(counts: tuple[int, int]) -> None:
    successes, n = counts
    low, high = wilson_interval(successes, n)

    assert 0.0 <= low <= successes / n <= high <= 1.0


@pytest.mark.parametrize("counts", [(-1, 3), (4, 3), (0, -1)])
def test_impossible_counts_are_refused(counts: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="successes must lie in"):
        wilson_interval(*counts)
