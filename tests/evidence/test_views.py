"""The views give the exact figures that a plain computation gives."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from lambda_triage.evidence.case import Case
from lambda_triage.evidence.tables import INVOCATIONS
from lambda_triage.statistics.quantile import quantile

ROWS = st.lists(
    st.tuples(st.integers(1, 50), st.sampled_from(["ok", "timeout"])), min_size=1, max_size=40
)


@settings(max_examples=50, deadline=None)
@given(ROWS)
def test_outcomes_has_exact_nearest_rank_quantiles(rows):
    with Case() as case:
        case.add(INVOCATIONS, [{"resource": "f", "duration_us": d, "status": s} for d, s in rows])
        found = case.execute("SELECT p50_us, p99_us, ok_p50_us, ok_p99_us FROM outcomes")

    every, good = [d for d, _ in rows], [d for d, s in rows if s == "ok"]
    assert found == [
        (quantile(every, 500), quantile(every, 990), quantile(good, 500), quantile(good, 990))
    ]
