"""The charts: what is drawn is what was counted, and unknown never looks like zero."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import UTC, datetime

import pytest

from lambda_triage.reports.chart_scale import axis, bars, clock, moments, period, ticks
from lambda_triage.reports.chart_words import legend, table
from lambda_triage.reports.charts import bar_period, draw
from lambda_triage.reports.contract import Series

from . import samples

MINUTES = tuple(samples.at(n) for n in range(10))


def _series(chart: samples.Chart, **values: list[float | None]) -> Series:
    length = max(map(len, values.values()), default=0)
    columns = {name: tuple(column) for name, column in values.items()}
    return Series("f", chart, tuple(samples.at(n) for n in range(length)), columns)


def _heights(svg: str, css: str) -> list[float]:
    found = re.findall(rf'<rect class="{css}"[^>]*height="([\d.]+)"', svg)
    return [float(height) for height in found]


@pytest.mark.parametrize("series", samples.cause_found().series, ids=lambda one: one.chart)
@pytest.mark.parametrize("width", [300, 960])
def test_every_chart_is_well_formed_and_inside_its_frame(series: Series, width: int) -> None:
    root = ET.fromstring(draw(series, key="k", width=width, onset=samples.at(134)))

    places = [float(e.get(k, 0)) for e in root.iter() for k in ("x", "y", "cx", "cy") if e.get(k)]

    assert (min(places) >= 0, max(places) <= width) == (True, True)


def test_bars_are_as_high_as_what_they_count() -> None:
    low, high = _heights(draw(_series("outcomes", ok=[10, 20]), key="k"), "s-ok")

    assert high == pytest.approx(2 * low, abs=0.02)


def test_one_failure_among_thousands_is_seen() -> None:
    svg = draw(_series("outcomes", ok=[100_000], error=[1]), key="k")

    assert _heights(svg, "s-error") == [2.0]


def test_merged_bars_lose_no_invocation() -> None:
    series = samples.cause_found().series[0]

    merged = bars(series.values, axis(series.time), 50)

    totals = {name: sum(filter(None, column)) for name, column in series.values.items()}
    assert {name: sum(column) for name, column in merged.sums.items()} == totals


def test_each_bar_but_the_last_holds_the_same_number_of_points() -> None:
    merged = bars({"n": (1,) * 300}, axis([samples.at(n) for n in range(300)]), 50)

    assert set(merged.sums["n"][:-1]) == {6.0}


def test_an_unknown_value_leaves_a_gap_in_the_line() -> None:
    svg = draw(_series("latency_ms", p50=[1, 2, None, 3, 4]), key="k")

    assert len(re.findall(r'class="line l-p50"', svg)) == 2


def test_no_line_crosses_a_long_pause() -> None:
    times = tuple(samples.at(n) for n in (0, 1, 2, 30, 31))
    series = Series("f", "latency_ms", times, {"p50": (1.0,) * 5})

    assert len(re.findall(r'class="line l-p50"', draw(series, key="k"))) == 2


def test_counts_have_whole_ticks() -> None:
    assert (ticks(1, whole=True), ticks(7, whole=True)) == ((0, 1), (0, 3, 6, 9))


def test_a_value_between_unknown_ones_is_a_dot() -> None:
    assert '<circle class="l-p50 dot"' in draw(_series("latency_ms", p50=[None, 5, None]), key="k")


def test_a_pause_keeps_its_length_on_the_axis() -> None:
    along = axis([samples.at(0), samples.at(1), samples.at(9)])

    assert (along.slot, along.slots) == ((0, 1, 9), 10)


def test_warm_starts_stand_in_the_table_and_not_in_the_chart() -> None:
    series = _series("cold_starts", warm=[50, 60], cold=[1, 2])

    assert table(series).head == ("Time (UTC)", "cold starts", "warm")
    assert len(re.findall("<rect", draw(series, key="k"))) == 2


def test_a_legend_names_only_what_occurs() -> None:
    shown = legend(_series("outcomes", ok=[1], error=[0], timeout=[2], oom=[0]))

    assert [key.word for key in shown] == ["timed out", "ended well"]


def test_a_name_out_of_the_input_is_never_a_class_or_a_tag() -> None:
    hostile: dict[str, list[float | None]] = {'"><script>': [1.0], "ok": [1.0]}

    svg = draw(_series("outcomes", **hostile), key="k")

    ET.fromstring(svg)
    assert "<script" not in svg


@pytest.mark.parametrize(
    "values", [{}, {"ok": []}, {"ok": [None]}, {"ok": [0]}, {"ok": [float("nan")]}, {"ok": [-1]}]
)
@pytest.mark.parametrize("chart", ["outcomes", "latency_ms", "memory_mb", "cold_starts"])
def test_a_chart_of_nothing_is_still_a_chart(
    chart: samples.Chart, values: dict[str, list[float | None]]
) -> None:
    assert ET.fromstring(draw(_series(chart, **values), key="k")).tag == "svg"


@pytest.mark.parametrize("time", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "", "\x00"])
@pytest.mark.parametrize("number", [1, 2])
def test_times_out_of_this_world_break_nothing(time: str, number: int) -> None:
    series = Series("f", "outcomes", (time, samples.at(0))[:number], {"ok": (1.0,) * number})

    assert ET.fromstring(draw(series, key="k", onset=time)).tag == "svg"


def test_times_that_cannot_be_read_are_drawn_in_their_order() -> None:
    series = Series("f", "outcomes", ("soon", "later"), {"ok": (1.0, 2.0)})

    assert len(_heights(draw(series, key="k"), "s-ok")) == 2


@pytest.mark.parametrize(
    ("highest", "expected"),
    [
        (0, (0, 1)),
        (1, (0, 0.5, 1)),
        (9, (0, 5, 10)),
        (30, (0, 10, 20, 30)),
        (512, (0, 200, 400, 600)),
    ],
)
def test_ticks_are_round_and_reach_the_highest(highest: float, expected: tuple[float]) -> None:
    assert ticks(highest) == expected


def test_time_labels_stand_at_round_times() -> None:
    along = axis([datetime(2026, 11, 3, 9, 7 + n, tzinfo=UTC).isoformat() for n in range(40)])

    assert [text for _, text in moments(along, 5)] == ["09:10", "09:20", "09:30", "09:40"]


def test_several_days_are_told_apart() -> None:
    along = axis([f"2026-11-{day:02}T12:00:00Z" for day in range(1, 5)])

    assert clock(along, 1) == "11-02 12:00"


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(60, "min"), (300, "5 min"), (86_400, "d"), (1.5, "1.5 s"), (20.124, "20 s"), (0.02, "20 ms")],
)
def test_a_period_is_told_in_its_largest_unit(seconds: float, expected: str) -> None:
    assert period(seconds) == expected


def test_the_time_that_a_bar_stands_for_is_told() -> None:
    assert bar_period(samples.cause_found().series[0], width=300) == "6 min"
