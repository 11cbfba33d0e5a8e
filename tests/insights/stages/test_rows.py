"""Commands over the rows as they are ordered, and patterns."""

from __future__ import annotations

import json

import pytest

from lambda_triage.insights import query
from lambda_triage.insights.pattern import mask, pattern, severity
from tests.insights.stages.logs import Rows, of

NUMBERS = of(
    *(json.dumps(each) for each in ({"a": 1, "b": 10}, {"a": 2}, {"b": "x"}, {"a": 40, "b": 5}))
)


def rows(text: str, source: list[dict[str, str | int]] = NUMBERS) -> Rows:
    with query(text, source) as result:
        width = sum(each.name != "@ptr" for each in result.columns)
        return [row[:width] for row in result.rows]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "addtotals a, b | sort @timestamp | display a, b, Total",
            [("1", "10", "11"), ("2", None, "2"), (None, "x", None), ("40", "5", "45")],
        ),
        (
            "fields a, b | addtotals fieldname=sum col=true a, b | sort a | display a, b, sum",
            [
                (None, "x", None),
                ("1", "10", "11"),
                ("2", None, "2"),
                ("40", "5", "45"),
                ("43", "15", "58"),
            ],
        ),
        ("sort @timestamp | accum a | display a", [("1",), ("3",), (None,), ("43",)]),
        ("accum a as t | sort @timestamp | display t", [("43",), ("42",), (None,), ("40",)]),
        (
            "sort @timestamp | autoregress a p=1-2 | display a_p1, a_p2",
            [(None, None), ("1", None), ("2", "1"), (None, "2")],
        ),
        (
            "sort @timestamp | autoregress a as before | display before",
            [(None,), ("1",), ("2",), (None,)],
        ),
        (
            "sort @timestamp | filldown a, b | display a, b",
            [("1", "10"), ("2", "10"), ("2", "x"), ("40", "5")],
        ),
        (
            "sort @timestamp | outlier action=remove param=0.5 a | display a",
            [("1",), ("2",), (None,)],
        ),
        (
            "sort @timestamp | outlier param=0.5 mark=true a | display a, is_outlier",
            [("1", "0"), ("2", "0"), (None, "0"), ("30.75", "1")],
        ),
        (
            "sort @timestamp | sessionize a as s | display s",
            [("1",), ("2",), ("3",), ("4",)],
        ),
        ("countFrequent a | limit 2", [(None, "1"), ("1", "1")]),
        (
            "stats count(*) as n by bin(2s) as t, ispresent(a) as there | fillmissing with 0 for n",
            [
                ("1970-01-01 00:00:00.000", "0", "0"),
                ("1970-01-01 00:00:00.000", "1", "2"),
                ("1970-01-01 00:00:02.000", "0", "1"),
                ("1970-01-01 00:00:02.000", "1", "1"),
            ],
        ),
        (
            "stats count(*) as n by bin(1s) as t | filter n > 5 | fillmissing",
            [],
        ),
    ],
)
def test_a_command_over_rows_gives_what_its_page_says(text: str, expected: Rows) -> None:
    assert rows(text) == expected


def test_bins_of_months_are_filled_by_the_calendar() -> None:
    day = 86_400_000
    source: list[dict[str, str | int]] = [
        {"timestamp": 20 * day, "message": "a"},
        {"timestamp": 100 * day, "message": "b"},
    ]

    actual = rows("stats count(*) as n by bin(1mo) as t | fillmissing with 0 for n", source)

    assert actual == [
        ("1970-01-01 00:00:00.000", "1"),
        ("1970-02-01 00:00:00.000", "0"),
        ("1970-03-01 00:00:00.000", "0"),
        ("1970-04-01 00:00:00.000", "1"),
    ]


@pytest.mark.parametrize(
    ("message", "expected", "label"),
    [
        ("took 1532 ms for 7 users", "took <Number-1> ms for <Number-2> users", None),
        (
            "25 May 2019 10:24:39,474 [ERROR] {foo=2} x",
            "<Time-1> [ERROR] {foo=<Number-2>} x",
            "Error",
        ),
        ("2026-01-02T03:04:05.678Z INFO ok", "<Time-1> INFO ok", "Info"),
        ("from 10.0.0.1:8080", "from <IP-1>:<Number-2>", None),
        ("mail bob@x.io now", "mail <Email-1> now", None),
        ("at https://a.b/c?d=1 failed", "at <URL-1> failed", "Error"),
        ("id 8f5e1234-0000-0000-0000-000000000001", "id <UUID-1>", None),
        ("s3 v2 stay", "s3 v2 stay", None),
        ("token a1b2c3d4e5", "token <Token-1>", None),
        ('said "hello world" twice', "said <String-1> twice", None),
        ('{"level":"WARN","n":5}', '{"level":"WARN","n":<Number-1>}', "Warning"),
        ("", "", None),
    ],
)
def test_what_varies_in_a_message_is_named_by_its_type(
    message: str, expected: str, label: str | None
) -> None:
    shape = pattern(mask(message))

    assert (shape, severity(shape)) == (expected, label)


def test_patterns_count_rows_and_their_share_the_most_frequent_first() -> None:
    source = of("user 1 in", "user 22 in", "user 333 in", "ERROR x")

    assert rows("pattern @message", source) == [
        ("user <Number-1> in", "3", "0.75", None),
        ("ERROR x", "1", "0.25", "Error"),
    ]


def test_a_list_becomes_rows_and_any_other_value_stays_one() -> None:
    source = of('{"a":"[1,\\"b\\",null,{\\"c\\":2}]"}', '{"a":"text"}', "none", '{"a":"[]"}')
    text = "fields jsonParse(a) as l | unnest l into e | sort @timestamp | display e"

    assert [row[0] for row in rows(text, source)][:4] == ["1", "b", None, '{"c":2}']
