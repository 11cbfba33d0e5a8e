"""What quantiles promise: a value of the series, by integer arithmetic."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambda_triage.statistics.quantile import quantile

WORKED = [15, 20, 35, 40, 50]  # the nearest-rank example of many textbooks
KNOWN = [(0, 15), (50, 15), (300, 20), (400, 20), (500, 35), (1000, 50)]


@pytest.mark.parametrize(("per_mille", "value"), KNOWN)
def test_the_worked_example_is_met(per_mille: int, value: int) -> None:
    assert quantile(WORKED, per_mille) == value


def test_a_rank_that_floats_would_round_up_stays() -> None:
    assert quantile(range(1, 101), 70) == 7  # 0.07 * 100 is 7.000000000000001


def test_no_values_have_no_quantile() -> None:
    assert quantile([], 500) is None


@given(st.lists(st.integers(-(2**63), 2**63 - 1), min_size=1), st.integers(0, 1000))
def test_it_is_the_smallest_value_that_covers_its_share(values: list[int], per_mille: int) -> None:
    found = quantile(np.array(values, dtype=np.int64), per_mille)
    covering = [v for v in values if sum(w <= v for w in values) * 1000 >= per_mille * len(values)]

    assert found == min(covering)


@pytest.mark.parametrize("per_mille", [-1, 1001])
def test_a_share_outside_the_whole_is_refused(per_mille: int) -> None:
    with pytest.raises(ValueError, match="per_mille"):
        quantile([1], per_mille)
