"""EventBridge patterns: each operator met and not met, arrays, $or, and the clause that is named."""

from __future__ import annotations

import json

import pytest

from lambda_triage.patterns import match_event

MET = [
    ({"a": ["x", "y"]}, {"a": "y"}),
    ({"a": [300]}, {"a": 300.0}),
    ({"a": [300]}, json.loads('{"a": 3e2}')),
    ({"a": [True]}, {"a": True}),
    ({"a": [None]}, {"a": None}),
    ({"a": [""]}, {"a": ""}),
    ({"a": ["x"]}, {"a": ["z", "x"]}),
    ({"a": ["x"]}, {"a": [["z"], ["x"]]}),
    ({"a": [{"prefix": "eu-"}]}, {"a": "eu-west-1"}),
    ({"a": [{"prefix": {"equals-ignore-case": "EU-"}}]}, {"a": "eu-west-1"}),
    ({"a": [{"suffix": ".csv"}]}, {"a": "in/orders.csv"}),
    ({"a": [{"suffix": {"equals-ignore-case": ".CSV"}}]}, {"a": "in/orders.csv"}),
    ({"a": [{"equals-ignore-case": "READY"}]}, {"a": "Ready"}),
    ({"a": [{"wildcard": "in/*/2026*.csv"}]}, {"a": "in/shop/2026-11.csv"}),
    ({"a": [{"wildcard": "5 \\* 3 = *"}]}, {"a": "5 * 3 = 15"}),
    ({"a": [{"wildcard": "*"}]}, {"a": ""}),
    ({"a": [{"anything-but": "x"}]}, {"a": "y"}),
    ({"a": [{"anything-but": "x"}]}, {"a": 5}),
    ({"a": [{"anything-but": "x"}]}, {"a": None}),
    ({"a": [{"anything-but": ["x", "y"]}]}, {"a": ["x", "z"]}),
    ({"a": [{"anything-but": [1, 2]}]}, {"a": 3}),
    ({"a": [{"anything-but": {"prefix": ["x", "y"]}}]}, {"a": "zx"}),
    ({"a": [{"anything-but": {"suffix": ".tmp"}}]}, {"a": "a.csv"}),
    ({"a": [{"anything-but": {"equals-ignore-case": ["x"]}}]}, {"a": "y"}),
    ({"a": [{"anything-but": {"wildcard": "*/tmp/*"}}]}, {"a": "in/a.csv"}),
    ({"a": [{"numeric": ["=", 5]}]}, {"a": 5.0}),
    ({"a": [{"numeric": [">", 0, "<=", 5]}]}, {"a": 5}),
    ({"a": [{"numeric": ["<", -1.5]}]}, {"a": -2}),
    ({"a": [{"exists": True}]}, {"a": None}),
    ({"a": [{"exists": False}]}, {"b": 1}),
    ({"a": [{"exists": False}]}, {"a": {"b": 1}}),
    ({"a": [{"exists": False}]}, {"a": []}),
    ({"a": {"b": [{"exists": False}]}}, {"c": 1}),
    ({"a": [{"exists": False}, "x"]}, {"a": "x"}),
    ({"a": [{"cidr": "10.0.0.0/8"}]}, {"a": "10.1.2.3"}),
    ({"a": [{"cidr": "2001:db8::/32"}]}, {"a": "2001:db8::1"}),
    ({"a.b": ["x"]}, {"a.b": "x"}),
    ({"a.b": ["x"]}, {"a": {"b": "x"}}),
    ({"$or": [{"a": [1]}, {"b": [2]}]}, {"a": 0, "b": 2}),
    ({"a": {"$or": [{"b": [1]}, {"c": [2], "$or": [{"d": [3]}, {"d": [4]}]}]}}, {"a": {"c": 2, "d": 4}}),
    ({"a": {"b": [1], "c": [2]}}, {"a": [{"b": 0, "c": 2}, {"b": 1, "c": 2}]}),
    ('{"a": ["x"]}', {"a": "x"}),
]  # fmt: skip

UNMET = [
    ({"a": ["x"]}, {"a": "X"}, "$.a"),
    ({"a": [1]}, {"a": "1"}, "$.a"),
    ({"a": [1]}, {"a": True}, "$.a"),
    ({"a": ["true"]}, {"a": True}, "$.a"),
    ({"a": [None]}, {}, "$.a"),
    ({"a": [""]}, {"a": None}, "$.a"),
    ({"a": [{"prefix": "1"}]}, {"a": 1}, "$.a"),
    ({"a": [{"wildcard": "a*a"}]}, {"a": "a"}, "$.a"),
    ({"a": [{"wildcard": "*.csv"}]}, {"a": "a.csv.gz"}, "$.a"),
    ({"a": [{"anything-but": "x"}]}, {}, "$.a"),
    ({"a": [{"anything-but": "x"}]}, {"a": {"b": 1}}, "$.a"),
    ({"a": [{"anything-but": ["x", "y"]}]}, {"a": ["x", "y"]}, "$.a"),
    ({"a": [{"anything-but": 300}]}, {"a": 300.0}, "$.a"),
    ({"a": [{"numeric": [">", 0]}]}, {"a": "5"}, "$.a"),
    ({"a": [{"numeric": [">", 0]}]}, {"a": 6e9}, "$.a"),
    ({"a": [{"exists": True}]}, {"a": {"b": 1}}, "$.a"),
    ({"a": [{"exists": False}]}, {"a": None}, "$.a"),
    ({"a": {"b": [{"exists": False}]}}, {"a": [{"b": 1}, {"c": 1}]}, "$.a.b"),
    ({"a": [{"cidr": "10.0.0.0/8"}]}, {"a": "11.1.2.3"}, "$.a"),
    ({"a": [{"cidr": "10.0.0.0/8"}]}, {"a": "::1"}, "$.a"),
    ({"a": {"b": ["x"]}}, {"a": "x"}, "$.a.b"),
    ({"a": ["x"]}, {"a": {"b": "x"}}, "$.a"),
    ({"a": {"b": [1], "c": [2]}}, {"a": [{"b": 1, "c": 0}, {"b": 0, "c": 2}]}, "$.a.c"),
    ({"c": [3], "$or": [{"a": [1]}, {"b": [2]}]}, {"a": 0, "b": 0, "c": 3}, "$.$or"),
    ({"a b": ["x"]}, {}, "$['a b']"),
    ({"a": ["x"], "b": ["x"]}, {"a": "y", "b": "y"}, "$.a"),
]  # fmt: skip


@pytest.mark.parametrize(("pattern", "event"), MET)
def test_an_event_that_meets_every_clause_passes(pattern, event):
    actual = match_event(pattern, event)

    assert (actual.matched, actual.clause) == (True, None), actual.reason


@pytest.mark.parametrize(("pattern", "event", "clause"), UNMET)
def test_the_first_clause_that_fails_is_named(pattern, event, clause):
    actual = match_event(pattern, event)

    assert (actual.matched, actual.clause) == (False, clause)


@pytest.mark.parametrize(
    ("pattern", "event", "reason"),
    [
        ({"a": ["x"]}, {}, '$.a is absent, wanted is "x"'),
        ({"a": ["x"]}, {"a": "X"}, '$.a is "X" (case matters), wanted is "x"'),
        ({"a": ["5"]}, {"a": 5}, '$.a is 5 (not a string), wanted is "5"'),
        (
            {"a": [{"numeric": [">", 4]}]},
            {"a": "5"},
            '$.a is "5" (a string is no number), wanted is a number > 4',
        ),
        (
            {"a": {"b": [1], "c": [2]}},
            {"a": [{"b": 1}, {"c": 2}]},
            "$.a.c is absent, wanted is 2, and none of 2 elements meets this with all before it",
        ),
    ],
)
def test_the_reason_says_what_is_there_and_what_is_wanted(pattern, event, reason):
    assert match_event(pattern, event).reason == reason


def test_an_event_that_is_no_object_does_not_pass():
    actual = match_event({"a": ["x"]}, ["x"])

    assert (actual.matched, actual.clause) == (False, "$")
