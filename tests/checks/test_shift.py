"""A rise that stays is told, and what a healthy system does is no incident."""

from __future__ import annotations

import random
from math import exp, sin, tau

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lambda_triage.checks.growth import growths
from lambda_triage.checks.scene import Scene
from lambda_triage.checks.shift import rise, slower, slower_by_log, slower_by_metric
from lambda_triage.checks.step import Step, step_up
from lambda_triage.evidence.case import Case
from lambda_triage.evidence.documents import Mapping
from lambda_triage.evidence.tables import INVOCATIONS, METRICS
from lambda_triage.findings import Role

MINUTE = 60_000_000  # µs
FUNCTION = "?:quotes"
NOISE = (0, 4, -3, 6, -5, 2, -1, 5)  # ms


def log(levels, *, cold=(), step_us=lambda n: MINUTE):
    """A case of one function's successes of these ms; *cold* are the first of an environment."""
    case, at = Case(), 0
    rows = []
    for n, level in enumerate(levels):
        at += step_us(n)
        took = 1000 * (level + NOISE[n % len(NOISE)] * level // 200)
        rows.append(
            {
                "resource": FUNCTION,
                "status": "ok",
                "cold_start": n in cold,
                "start_us": at,
                "end_us": at + took,
                "duration_us": took,
                "input": 0,
                "line": n + 1,
            }
        )
    case.add(INVOCATIONS, rows)
    return case


def metrics(**series):
    """A case of one function's metrics: `Duration_p50=[…]`, one point a minute."""
    case = Case()
    for label, values in series.items():
        metric, _, statistic = label.partition("_")
        case.add(
            METRICS,
            [
                {
                    "resource": FUNCTION,
                    "metric": metric,
                    "statistic": statistic,
                    "time_us": n * MINUTE,
                    "value": float(value),
                    "input": 0,
                }
                for n, value in enumerate(values)
            ],
        )
    return case


def opened(case, found):
    """Whether each shift that was found is an incident."""
    scene = Scene(case)
    return [rise(scene, shift).opens for shift in found(scene)]


def test_a_step_is_told_with_its_place_and_its_levels():
    actual = step_up([7, 8, 7, 8, 21, 20, 22, 21], 2)

    assert actual == Step(4, 7, 21)


@pytest.mark.parametrize(
    "values",
    [
        [7, 8, 7],
        [7, 8, 7, 21, 20, 22],
        [7, 8, 7, 8, 7, 8, 7, 8],
        [7, 8, 7, 8, 21, 20, 22, 21, 8, 7, 8, 7],
        [21, 20, 22, 21, 7, 8, 7, 8],
        [10 + n for n in range(60)],
        [0, 0, 0, 0, 0, 0, 0, 0],
    ],
    ids=["too short", "too few on a side", "level", "hump", "fall", "ramp", "nought"],
)
def test_what_is_no_step_up_is_none(values):
    assert step_up(values, 1.2) is None


def test_a_day_has_no_step_wherever_it_begins():
    chance = random.Random(1)
    days = [
        [
            100 * (1 + 0.6 * sin(tau * (n + start) / 288)) * exp(chance.gauss(0, 0.05))
            for n in range(288)
        ]
        for start in range(0, 288, 12)
    ]

    assert [step_up(day, 1.2) for day in days] == [None] * len(days)


@pytest.mark.parametrize("points", [8, 12, 20, 60])
@pytest.mark.parametrize("spread", [0.1, 0.4, 1.0])
def test_noise_makes_a_step_less_often_than_once_in_a_hundred(points, spread):
    chance = random.Random(points)
    runs = 500
    found = [
        step_up([exp(chance.gauss(0, spread)) for _ in range(points)], 1.2) for _ in range(runs)
    ]

    assert sum(step is not None for step in found) <= runs // 100


@settings(max_examples=50, deadline=None)
@given(st.integers(6, 40), st.integers(6, 40), st.integers(50, 5_000))
def test_durations_that_treble_are_an_incident_wherever_it_begins(before, since, level):
    with log([level] * before + [3 * level + 150] * since) as case:
        shifts = slower(Scene(case))
        actual = [(s.onset_us, s.hit) for s in shifts], opened(case, slower)

    assert actual == ([((before + 1) * MINUTE, since)], [True])


def test_a_quarter_more_is_a_risk():
    with log([400] * 20 + [520] * 20) as case:
        scene = Scene(case)
        actual = [rise(scene, shift).role for shift in slower(scene)]

    assert actual == [Role.RISK]


def test_forty_milliseconds_are_nobody_s_trouble():
    with log([10] * 20 + [50] * 20) as case:
        assert slower(Scene(case)) == []


def test_cold_starts_are_no_shift_where_few_requests_arrive():
    with log([180] * 20 + [900] * 20, cold=range(20, 40)) as case:
        assert slower(Scene(case)) == []


def test_twice_the_arrivals_may_be_why():
    with log([180] * 20 + [900] * 20, step_us=lambda n: MINUTE if n < 20 else MINUTE // 3) as case:
        assert opened(case, slower_by_log) == [False]


def test_another_mix_of_the_same_requests_is_no_incident():
    night, day = [5, 5, 5, 5, 180] * 8, [180] * 9 + [5]
    with log(night + day * 4) as case:
        assert opened(case, slower_by_log) == [False]


def test_larger_batches_are_no_incident():
    with log([180] * 20 + [900] * 20) as case:
        case.add_documents(
            Mapping, [Mapping(resource="mapping", input=0, function=FUNCTION, batch_size=10)]
        )
        assert opened(case, slower_by_log) == [False]


LOW, HIGH = [181, 184, 179, 182, 183, 180], [618, 622, 609, 625, 616, 621]


@pytest.mark.parametrize(
    ("series", "opens"),
    [
        ({"Duration_p50": LOW + HIGH}, [True]),
        ({"Duration_Average": LOW + HIGH, "Invocations_Sum": [50] * 12}, [True]),
        ({"Duration_Average": LOW + HIGH, "Invocations_Sum": [50] * 6 + [200] * 6}, [False]),
        ({"Duration_Average": LOW + HIGH, "Invocations_Sum": [50] * 6 + [5] * 6}, [False]),
        ({"Duration_p50": LOW + HIGH, "Invocations_Sum": [50] * 6 + [5] * 6}, [True]),
        ({"Duration_p99": LOW + HIGH}, [False]),
        ({"Duration_Maximum": LOW + HIGH}, []),
    ],
    ids=["median", "mean", "more load", "mostly cold", "median of few", "one in 100", "maximum"],
)
def test_of_a_metric_the_statistic_and_the_load_decide(series, opens):
    with metrics(**series) as case:
        assert opened(case, slower_by_metric) == opens


def test_the_log_is_believed_before_the_metric():
    with log([180] * 20) as case, metrics(Duration_p50=LOW + HIGH) as alone:
        for n, value in enumerate(LOW + HIGH):
            point = {"metric": "Duration", "statistic": "p50", "time_us": n, "value": float(value)}
            case.add(METRICS, [{"resource": FUNCTION, "input": 0, **point}])
        actual = len(slower(Scene(case))), len(slower(Scene(alone)))

    assert actual == (0, 1)


USED = [4, 4, 5, 4, 4, 5, 40, 41, 40, 39, 40, 41]


def grown(**series):
    with metrics(**series) as case:
        return [
            (round(g.by_arrivals, 1), g.seconds and round(g.seconds[1], 1), g.unseen)
            for g in growths(Scene(case))
        ]


def test_growth_by_arrivals_and_by_durations_are_told_apart():
    steady, tenfold = [600] * 12, [600] * 6 + [6_000] * 6
    slow = [400] * 6 + [4_000] * 6
    actual = [
        grown(
            ConcurrentExecutions_Maximum=USED, Invocations_Sum=tenfold, Duration_Average=[400] * 12
        ),
        grown(ConcurrentExecutions_Maximum=USED, Invocations_Sum=steady, Duration_Average=slow),
        grown(Invocations_Sum=tenfold, Duration_Average=[400] * 12),
        grown(Invocations_Sum=steady, Duration_Average=slow),
    ]

    assert actual == [
        [(1.0, 0.4, True)],
        [(0.0, 4.0, True)],
        [(1.0, 0.4, True)],
        [(0.0, 4.0, True)],
    ]


def test_without_a_duration_growth_tells_none():
    actual = grown(ConcurrentExecutions_Maximum=USED, Invocations_Sum=[600] * 12)

    assert actual == [(0.0, None, True)]


@pytest.mark.parametrize("used", [[4] * 12, [4, 4, 4, 4, 6, 6, 6, 6], [*USED, *[4] * 12]])
def test_concurrency_that_is_level_or_falls_back_has_not_grown(used):
    assert grown(ConcurrentExecutions_Maximum=used, Invocations_Sum=[600] * len(used)) == []


def test_a_level_that_was_there_before_is_not_unseen():
    used = [4, 4, 39, 4, 4, 4, 4, 5, 4, 5, 4, 4, *[40] * 20]

    assert grown(ConcurrentExecutions_Maximum=used, Invocations_Sum=[600] * len(used)) == [
        (0.0, None, False)
    ]
