"""What Little's law and the time-out clusters promise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambda_triage.statistics.clusters import CLIENT_TIMEOUTS_S, Cluster, timeout_clusters
from lambda_triage.statistics.little import little_concurrency


def test_concurrency_is_rate_times_duration() -> None:
    assert little_concurrency(100, 0.5) == 50  # AWS's own example


@pytest.mark.parametrize(("rate", "duration"), [(-1, 1), (1, -1), (float("nan"), 1)])
def test_a_negative_load_is_refused(rate: float, duration: float) -> None:
    with pytest.raises(ValueError, match=">= 0"):
        little_concurrency(rate, duration)


def test_values_pile_up_at_the_nearest_known_timeout() -> None:
    values = [30_000_000, 30_090_000, 29_950_000, 5_000_001, 29_000_000, 700_000, 127_050_000, 42]

    assert timeout_clusters(values) == (
        Cluster(30, 3, 0.375),
        Cluster(5, 1, 0.125),
        Cluster(29, 1, 0.125),
        Cluster(127, 1, 0.125),
    )


@pytest.mark.parametrize(("duration_us", "near"), [(3_100_000, True), (3_100_001, False)])
def test_the_tolerance_is_inclusive(duration_us: int, near: bool) -> None:
    assert bool(timeout_clusters([duration_us], tolerance_us=100_000)) == near


def test_nothing_is_near_nothing() -> None:
    assert (timeout_clusters([]), timeout_clusters([1], timeouts_s=())) == ((), ())


@given(st.lists(st.integers(0, 900_000_000)), st.integers(0, 10**7))
def test_each_value_counts_at_most_once(durations: list[int], tolerance: int) -> None:
    clusters = timeout_clusters(durations, tolerance)
    near = sum(any(abs(d - s * 10**6) <= tolerance for s in CLIENT_TIMEOUTS_S) for d in durations)

    assert sum(cluster.count for cluster in clusters) == near
