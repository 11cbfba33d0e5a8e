"""Distinct values are those of NumPy's own, in its order."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lambda_triage.scan.distinct import distinct


@given(st.lists(st.integers(-5, 5)))
def test_each_value_comes_once_in_order(values: list[int]) -> None:
    array = np.array(values, np.int64)

    assert distinct(array).tolist() == np.unique(array).tolist()
