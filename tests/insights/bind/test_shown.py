"""What a result shows, and in which order."""

from __future__ import annotations

import pytest

from lambda_triage.insights.bind import Clock
from lambda_triage.insights.plan import Kind, Limit
from tests.insights.bind.asking import bound, shown

SHOWN = (
    # "with no fields/display/stats, results show @timestamp, @message" (2022 guide)
    ("filter a = 1", ["@timestamp", "@message"]),
    ("fields a | filter b = 1 | fields c, a", ["a", "c"]),
    ("fields a | display b | display c", ["c"]),
    ("display c | fields d", ["c"]),
    # fields made by parse are in the result without being asked for
    ("fields @timestamp | parse @message 'x=*' as x", ["@timestamp", "x"]),
    ("parse @message 'x=*' as x", ["x"]),
    ("fields x | parse @message 'x=*' as x", ["x"]),
    ("stats count(*), max(a) as m by k, bin(5m)", ["k", "bin(5m)", "count(*)", "m"]),
    ("fields a | stats count(*) as n by k", ["k", "n"]),
    ("stats count(*) as n by k | fields k", ["k"]),
    ("stats count(*) as n by k | fields n * 2 as d", ["d"]),
    ("stats count(*) as n by k | parse k '*-*' as a, b", ["k", "n", "a", "b"]),
    ("stats count(*) as n by k | lookup t k OUTPUT name", ["k", "n", "name"]),
    ("stats count(*) as n by k | stats max(n) as m", ["m"]),
    ("fields strlen(a), strlen(a), a, a", ["strlen(a)", "a"]),
    ("fields `x y`, 1 + 1 as `two`", ["x y", "two"]),
    ("pattern @message", ["@pattern", "@sampleCount", "@ratio", "@severityLabel"]),
)
KINDS = (
    ("@timestamp", Kind.TIME),
    ("@duration", Kind.DOUBLE),
    ("@message", Kind.TEXT),
    ("a", Kind.TEXT),
    ("@duration + 1", Kind.NUMBER),
    ("-a", Kind.NUMBER),
    ("a = 1", Kind.TRUTH),
    ("true", Kind.TRUTH),
    ("bin(5m)", Kind.TIME),
    ("jsonParse(a)", Kind.JSON),
    ("coalesce(@duration, @initDuration)", Kind.DOUBLE),
    ("coalesce(@duration, 0)", Kind.NUMBER),
    ("coalesce(a, 0)", Kind.TEXT),
    ("if(a, 1, 2)", Kind.NUMBER),
    ("if(@duration, a, 2)", Kind.TEXT),
    ("case(a, @timestamp, b, @timestamp)", Kind.TIME),
    ("case(a, 1, 'z')", Kind.TEXT),
    ("now()", Kind.NUMBER),
)
AGGREGATE_KINDS = (
    ("max(@timestamp)", Kind.TIME),
    ("earliest(@timestamp)", Kind.NUMBER),  # epoch ms, as run live
    ("latest(a)", Kind.TEXT),
    ("min(@duration)", Kind.DOUBLE),
    ("min(a)", Kind.TEXT),
    ("avg(a)", Kind.NUMBER),
    ("values(a)", Kind.JSON),
)


@pytest.mark.parametrize(("query", "expected"), SHOWN)
def test_a_result_shows_what_was_chosen(query: str, expected: list[str]) -> None:
    assert shown(query) == expected


@pytest.mark.parametrize(("value", "kind"), KINDS)
def test_an_expression_has_the_kind_of_its_values(value: str, kind: Kind) -> None:
    assert bound(f"fields {value} as x").shown[0].kind is kind


@pytest.mark.parametrize(("value", "kind"), AGGREGATE_KINDS)
def test_an_aggregate_has_the_kind_of_its_values(value: str, kind: Kind) -> None:
    assert bound(f"stats {value} as x").shown[0].kind is kind


def test_ten_thousand_rows_come_where_no_limit_is_asked_for() -> None:
    assert bound("fields a").stages[-1:] == (Limit(10_000, ()),)
    assert bound("fields a | limit 7").stages == (Limit(7, ()),)


def test_an_open_window_has_no_start() -> None:
    plan = bound("fields queryStartTime() as s", Clock(5))

    assert "missing" in repr(plan) or "value=None" in repr(plan)
