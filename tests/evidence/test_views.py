"""The views give the exact figures that a plain computation gives."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from lambda_triage.evidence.case import Case
from lambda_triage.evidence.tables import INVOCATIONS, METRICS
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


BILLED = st.lists(
    st.tuples(st.integers(1, 900), st.sampled_from(["ok", "error"]), st.integers(0, 400)),
    min_size=1,
    max_size=40,
)


@settings(max_examples=50, deadline=None)
@given(BILLED)
def test_bills_adds_up_what_failures_and_inits_are_billed_for(rows):
    with Case() as case:
        case.add(
            INVOCATIONS,
            [
                {
                    "resource": "f",
                    "billed_ms": ms + init,
                    "duration_us": 1000 * ms - 1,
                    "init_us": 1000 * init or None,
                    "cold_start": init > 0,
                    "memory_mb": 512,
                    "status": status,
                }
                for ms, status, init in rows
            ],
        )
        found = case.execute("SELECT mb_ms, failed_mb_ms, init_mb_ms FROM bills")

    assert found == [
        (
            512 * sum(ms + init for ms, _, init in rows),
            512 * sum(ms + init for ms, status, init in rows if status == "error"),
            512 * sum(init for _, _, init in rows),
        )
    ]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(1, 50), min_size=1, max_size=40))
def test_memory_sizes_leaves_a_fifth_out_at_each_end(durations):
    with Case() as case:
        rows = [{"billed_ms": d, "memory_mb": 256} for d in durations]
        same = {"resource": "f", "status": "ok", "cold_start": False}
        case.add(INVOCATIONS, [row | same for row in rows])
        found = case.execute("SELECT warm, mean_us FROM memory_sizes")

    fifths = sorted(d for d in durations for _ in range(5))
    kept = fifths[len(durations) : 4 * len(durations)]
    assert found == [(len(durations), 1000 * sum(kept) // len(kept))]


def test_unfinished_counts_starts_that_another_start_followed():
    with Case() as case:
        started = [("a", 10, "unknown"), ("a", 20, "ok"), ("a", 30, "unknown"), ("b", 5, "unknown")]
        case.add(
            INVOCATIONS,
            [
                {
                    "resource": "f",
                    "environment": e,
                    "start_us": t,
                    "status": s,
                    "input": 0,
                    "line": t,
                }
                for e, t, s in started
            ],
        )
        found = case.execute("SELECT unfinished, first_us, line FROM unfinished")

    assert found == [(1, 10, 10)]


def test_onsets_splits_at_the_first_failure():
    with Case() as case:
        ended = [(1, "ok"), (2, "ok"), (3, "unknown"), (4, "timeout"), (5, "ok"), (6, "error")]
        case.add(INVOCATIONS, [{"resource": "f", "start_us": t, "status": s} for t, s in ended])
        found = case.execute("SELECT onset_us, ok_before, ended_since, failed FROM onsets")

    assert found == [(4, 2, 3, 2)]


def test_period_reaches_from_the_first_to_the_last_time_of_logs_and_metrics():
    with Case() as case:
        case.add(INVOCATIONS, [{"resource": "f", "start_us": 10, "end_us": 20}])
        case.add(METRICS, [{"resource": "f", "metric": "Errors", "time_us": 90, "value": 0.0}])
        found = case.execute("SELECT first_us, last_us FROM period")

    assert found == [(10, 90)]
