"""The views give the exact figures that a plain computation gives."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from lambda_triage.evidence.case import Case
from lambda_triage.evidence.tables import INVOCATIONS, LOG_EVENTS, METRICS, SPANS, USAGE
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


def _invocations(rows, *names):
    return [dict(zip(names, row, strict=True)) | {"resource": "f", "input": 0} for row in rows]


def test_successions_counts_cold_starts_while_another_environment_stood_idle():
    minute = 60_000_000
    runs = [
        (0, 10, True, "ok", 1),
        (20, 30, True, "timeout", 2),  # follows the first
        (25, 40, True, "ok", 3),  # the second is still running
        (50, 60, True, "ok", 4),
        (70, 80, False, "ok", 5),
        (2 * minute, 2 * minute + 5, True, "ok", 6),  # too late to say
    ]
    with Case() as case:
        case.add(
            INVOCATIONS, _invocations(runs, "start_us", "end_us", "cold_start", "status", "line")
        )
        found = case.execute("SELECT followed, cold, after_end, first_us, line FROM successions")

    assert found == [(3, 2, 0, 20, 2)]


def test_init_series_is_in_the_order_of_time():
    with Case() as case:
        rows = [(30, 3, 1), (10, 1, 2), (20, None, 3), (40, 4, 4)]
        case.add(INVOCATIONS, _invocations(rows, "start_us", "init_us", "line"))
        found = case.execute("SELECT times_us, inits_us, lines FROM init_series")

    assert found == [([10, 30, 40], [1, 3, 4], [2, 1, 4])]


def test_cold_and_warm_takes_the_median_of_each_by_whole_milliseconds():
    with Case() as case:
        cold = [(True, ms * 1000 + 7, "ok") for ms in (5, 9, 7)]
        warm = [(False, ms * 1000, "ok") for ms in (1, 2, 3, 4)]
        rows = [*cold, *warm, (False, 9_000_000, "timeout"), (None, 9_000_000, "ok")]
        case.add(INVOCATIONS, _invocations(rows, "cold_start", "duration_us", "status"))
        found = case.execute("SELECT cold, warm, cold_p50_us, warm_p50_us FROM cold_and_warm")

    assert found == [(3, 4, 7000, 2000)]


def test_long_durations_leaves_out_what_was_stopped_and_what_is_short():
    with Case() as case:
        rows = [(5_000_000, "ok", 1), (9_000_000, "timeout", 2), (100, "ok", 3)]
        rows.append((4_900_000, "error", 4))
        case.add(INVOCATIONS, _invocations(rows, "duration_us", "status", "line"))
        found = case.execute("SELECT ended, long, durations_us, lines FROM long_durations")

    assert found == [(3, 2, [4_900_000, 5_000_000], [4, 1])]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(1, 50), min_size=1, max_size=40))
def test_memory_levels_has_exact_nearest_rank_quantiles(used):
    with Case() as case:
        rows = [(mb, 512, line) for line, mb in enumerate(used)]
        case.add(INVOCATIONS, _invocations(rows, "max_memory_mb", "memory_mb", "line"))
        found = case.execute("SELECT reported, p50_mb, p999_mb, line FROM memory_levels")

    largest = used.index(max(used))
    assert found == [(len(used), quantile(used, 500), quantile(used, 999), largest)]


def test_late_events_are_those_after_the_next_start_of_the_same_environment():
    with Case() as case:
        names = ("request_id", "environment", "start_us", "end_us", "line")
        runs = [("a", "e", 0, 10, 1), ("b", "e", 100, 110, 2), ("c", "other", 50, 60, 3)]
        case.add(INVOCATIONS, _invocations(runs, *names))
        told = [(1, "a", "e", 11), (2, "a", "e", 105), (3, "b", "e", 105), (4, "c", "other", 105)]
        case.add(
            LOG_EVENTS,
            [
                {
                    "id": i,
                    "resource": "f",
                    "request_id": r,
                    "environment": e,
                    "time_us": t,
                    "origin": "function",
                    "text": "x",
                }
                for i, r, e, t in told
            ],
        )
        found = case.execute("SELECT id, late_us FROM late_events")

    assert found == [(2, 95)]


def test_usage_series_pairs_bytes_and_durations_of_warm_invocations():
    with Case() as case:
        rows = [(2, 20, 200, False), (1, 10, 100, None), (3, 30, 300, True)]
        names = ("time_us", "rx_bytes", "duration_us", "cold_start")
        case.add(USAGE, _invocations(rows, *names))
        found = case.execute("SELECT rx_bytes, durations_us FROM usage_series")

    assert found == [([10, 20], [100, 200])]


def test_connects_counts_the_longest_connect_of_each_warm_trace():
    with Case() as case:
        rows = [
            ("t1", "f", "AWS::Lambda::Function", 0, 100),
            ("t1", "mysql.connect", None, 10, 50),
            ("t1", "tls.connect", None, 20, 50),
            ("t2", "f", "AWS::Lambda::Function", 0, 100),
            ("t3", "f", "AWS::Lambda::Function", 0, 100),
            ("t3", "Initialization", None, 0, 40),
        ]
        case.add(SPANS, _invocations(rows, "trace_id", "name", "origin", "start_us", "end_us"))
        found = case.execute("SELECT warm, opened, connect_us, whole_us FROM connects")

    assert found == [(2, 1, 40, 100)]
