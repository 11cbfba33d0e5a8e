"""Times read as columns are the times that are read one by one."""

from __future__ import annotations

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from lambda_triage.scan.bytes_at import BytesAt
from lambda_triage.scan.stamp import parse_time
from lambda_triage.scan.times import times_at

usual = st.from_regex(
    r"20\d\d-[01]\d-[0-3]\dT[0-2]\d:[0-6]\d:[0-6]\d\.\d{6}\+00:00", fullmatch=True
)
stamps = st.from_regex(
    r"(19|20|21|22)\d\d-[01]\d-[0-3]\d[Tt ][0-2]\d:[0-6]\d:[0-6]\d(\.\d{0,11})?"
    r"(Z|[+-][0-2]\d:[0-6]\d|\+0000|)",
    fullmatch=True,
)


@given(st.lists(stamps, max_size=5), st.binary(max_size=3))
@example(["2024-02-29T23:59:59.999999999+00:00", "2023-02-29T00:00:00Z"], b"")
def test_columns_agree_with_single_times(texts: list[str], more: bytes) -> None:
    data = "\n".join(texts).encode() + more
    at = np.arange(len(data) + 1)

    found = times_at(BytesAt(data), at)

    expected = [parse_time(data, start) for start in at.tolist()]
    told = zip(found.time_us.tolist(), found.end.tolist(), found.valid.tolist(), strict=True)
    assert [(us, end) if valid else None for us, end, valid in told] == expected


@given(st.lists(st.one_of(usual, usual, usual, stamps), min_size=1), st.data())
def test_columns_of_the_usual_form_agree_with_single_times(
    texts: list[str], draws: st.DataObject
) -> None:
    data = bytearray("\n".join(texts).encode())
    for place in draws.draw(st.lists(st.integers(0, len(data) - 1), max_size=2)):
        data[place] = draws.draw(st.sampled_from(b"09:Z+-. \n\x00\xff"))
    starts = np.cumsum([0, *(len(each) + 1 for each in texts)])[:-1]

    found = times_at(BytesAt(bytes(data)), starts)

    expected = [parse_time(bytes(data), start) for start in starts.tolist()]
    told = zip(found.time_us.tolist(), found.end.tolist(), found.valid.tolist(), strict=True)
    assert [(us, end) if valid else None for us, end, valid in told] == expected
