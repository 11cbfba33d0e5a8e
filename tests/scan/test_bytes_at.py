"""Texts compared at many positions are those that stand there; newlines follow the end."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lambda_triage.scan.bytes_at import BytesAt

few = st.sampled_from(b"ab\n")


@given(
    st.lists(few, max_size=60).map(bytes), st.integers(0, 60), st.lists(few, min_size=1).map(bytes)
)
def test_spells_is_equality_with_the_bytes_there(data: bytes, at: int, otherwise: bytes) -> None:
    text = (data + b"\n" * len(otherwise))[at : at + len(otherwise)] or otherwise
    starts = np.arange(len(data) + 1)

    for wanted in (text, otherwise):
        found = BytesAt(data).spells(starts, wanted).tolist()
        expected = [
            (data[start:] + b"\n" * len(wanted)).startswith(wanted) for start in starts.tolist()
        ]
        assert found == expected
