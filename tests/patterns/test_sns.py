"""Filter policies: attributes by their types, bodies, and the limits of a policy."""

from __future__ import annotations

import json

import pytest

from lambda_triage.errors import PatternError
from lambda_triage.patterns import match_filter_policy

SOLD = {
    "kind": {"Type": "String", "Value": "sold"},
    "price": {"DataType": "Number", "StringValue": "12.50"},
    "tags": {"Type": "String.Array", "Value": '["new", 7, true, null]'},
    "seal": {"Type": "Binary", "Value": "c29sZA=="},
    "address": {"Type": "String", "Value": "10.0.0.9"},
}


@pytest.mark.parametrize(
    ("policy", "matched"),
    [
        ({"kind": ["sold", "lost"]}, True),
        ({"kind": ["lost"]}, False),
        ({"kind": ["sold"], "price": [{"numeric": ["<", 10]}]}, False),
        ({"price": [12.5]}, True),
        ({"price": ["12.50"]}, False),
        ({"price": [{"numeric": [">", 10, "<=", 12.5]}]}, True),
        ({"price": [{"anything-but": [1, 2]}]}, True),
        ({"tags": ["new"]}, True),
        ({"tags": [7]}, True),
        ({"tags": [None]}, True),
        ({"tags": [{"anything-but": ["new"]}]}, True),
        ({"seal": [{"exists": True}]}, False),
        ({"seal": [{"exists": False}]}, True),
        ({"kind": [{"anything-but": {"prefix": "so"}}]}, False),
        ({"kind": [{"equals-ignore-case": "SOLD"}]}, True),
        ({"kind": [{"suffix": "ld"}]}, True),
        ({"address": [{"cidr": "10.0.0.0/24"}]}, True),
        ({"colour": [{"exists": False}, {"anything-but": "red"}]}, True),
        ({"$or": [{"kind": ["lost"]}, {"price": [12.5]}]}, True),
        ({"$or": [{"kind": ["lost"]}, {"price": [1]}]}, False),
    ],
)
def test_attributes_are_compared_by_their_types(policy, matched):
    actual = match_filter_policy(policy, "any body", SOLD)

    assert actual.matched is matched, actual.reason


@pytest.mark.parametrize(
    ("policy", "body", "matched"),
    [
        ({"order": {"kind": ["sold"]}}, {"order": {"kind": "sold"}}, True),
        ({"order": {"kind": ["sold"]}}, {"order": {"kind": "lost"}}, False),
        ({"kind": [{"exists": True}]}, {"kind": ""}, False),
        ({"kind": [{"exists": True}]}, {"kind": None}, False),
        ({"lines": {"n": [1], "k": ["a"]}}, {"lines": [{"n": 1, "k": "a"}]}, True),
        ({"kind": ["sold"]}, "no JSON", False),
        ({"kind": ["sold"]}, ["sold"], False),
        ({"kind": [{"exists": False}]}, {}, False),
    ],
)
def test_a_body_is_compared_where_it_is_an_object(policy, body, matched):
    message = body if isinstance(body, str) else json.dumps(body)

    actual = match_filter_policy(policy, message, {}, "MessageBody")

    assert actual.matched is matched, actual.reason


def test_without_any_attribute_not_even_absence_is_met():
    actual = match_filter_policy({"kind": [{"exists": False}]}, "x", {})

    assert (actual.matched, actual.clause) == (False, "$")


@pytest.mark.parametrize("none", [None, {}, "{}"])
def test_without_a_policy_every_message_passes(none):
    assert match_filter_policy(none, "x", {}).matched is True


@pytest.mark.parametrize(
    ("policy", "scope"),
    [
        ({"a": {"b": ["x"]}}, "MessageAttributes"),
        ({name: ["x"] for name in "abcdef"}, "MessageAttributes"),
        ({"a": [*range(13)], "b": [*range(12)]}, "MessageAttributes"),
        # 4 values three levels deep and 3 values five levels deep: 4 × 3 × 3 × 5 = 180
        (
            {"a": {"b": {"c": [1, 2, 3, 4]}}, "d": {"e": {"f": {"g": {"h": [1, 2, 3]}}}}},
            "MessageBody",
        ),
        ({"a": [{"wildcard": "x*"}]}, "MessageBody"),
        ("[]", "MessageBody"),
    ],
)
def test_a_policy_that_sns_would_not_take_is_refused(policy, scope):
    with pytest.raises(PatternError):
        match_filter_policy(policy, "{}", {}, scope)


def test_alternatives_add_to_the_combinations_and_do_not_multiply():
    policy = {"a": [*range(75)], "$or": [{"b": ["x"]}, {"c": ["x"]}]}

    assert match_filter_policy(policy, "{}", SOLD).clause == "$.a"


@pytest.mark.parametrize(
    "attributes",
    [
        None,
        [],
        {"kind": "sold"},
        {"kind": {"Type": {}, "Value": "sold"}},
        {"kind": {"Type": "String.Array", "Value": "["}},
        {"kind": {"Type": "Number", "Value": "1e"}},
    ],
)
def test_malformed_attributes_do_not_pass(attributes):
    assert match_filter_policy({"kind": ["sold"]}, "x", attributes).matched is False
