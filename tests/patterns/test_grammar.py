"""What a service would not take: an error with the place and the reason."""

from __future__ import annotations

import pickle

import pytest

from lambda_triage.errors import PatternError
from lambda_triage.patterns import parse_pattern
from lambda_triage.patterns.dialect import LAMBDA, PIPES, SNS_ATTRIBUTES, SNS_BODY


def nested(depth, inner):
    for _ in range(depth):
        inner = {"a": inner}
    return inner


@pytest.mark.parametrize(
    ("pattern", "place", "words"),
    [
        ({}, "$", "empty object"),
        ("{", "$", "not JSON"),
        ("[1]", "$", "object"),
        ({"a": {}}, "$.a", "empty object"),
        ({"a": []}, "$.a", "empty array"),
        ({"a": "x"}, "$.a", "array of values"),
        ({"a": [["x"]]}, "$.a[0]", "string"),
        ({"a": ["x", {"like": "y"}]}, "$.a[1]", '"like" is no operator'),
        ({"a": [{}]}, "$.a[0]", "one operator"),
        ({"a": [{"prefix": "x", "suffix": "y"}]}, "$.a[0]", "one operator"),
        ({"a": [{"prefix": 1}]}, "$.a[0].prefix", "string"),
        ({"a": [{"prefix": {"wildcard": "x"}}]}, "$.a[0].prefix", "wildcard"),
        ({"a": [{"wildcard": "a**b"}]}, "$.a[0].wildcard", "two asterisks"),
        ({"a": [{"wildcard": "a\\b"}]}, "$.a[0].wildcard", "backslash"),
        ({"a": [{"wildcard": "a\\"}]}, "$.a[0].wildcard", "backslash"),
        ({"a": [{"anything-but": []}]}, "$.a[0].anything-but", "one at least"),
        ({"a": [{"anything-but": ["x", 1]}]}, "$.a[0].anything-but", "strings only"),
        ({"a": [{"anything-but": True}]}, "$.a[0].anything-but", "strings only"),
        ({"a": [{"anything-but": {"prefix": ""}}]}, "$.a[0].anything-but.prefix", "empty"),
        ({"a": [{"anything-but": {"cidr": "::/0"}}]}, "$.a[0].anything-but", "cidr"),
        ({"a": [{"numeric": []}]}, "$.a[0].numeric", '[">", 0]'),
        ({"a": [{"numeric": [">", "5"]}]}, "$.a[0].numeric", "must be a number"),
        ({"a": [{"numeric": ["!=", 5]}]}, "$.a[0].numeric", "no comparison"),
        ({"a": [{"numeric": ["<", 5, ">", 1]}]}, "$.a[0].numeric", "first is >"),
        ({"a": [{"numeric": [">", 5, "<", 5]}]}, "$.a[0].numeric", "less than the top"),
        ({"a": [{"numeric": [">", 6e9]}]}, "$.a[0].numeric", "5000000000"),
        ({"a": [{"exists": "true"}]}, "$.a[0].exists", "true or false"),
        ({"a": [{"cidr": "10.0.0.0"}]}, "$.a[0].cidr", "slash"),
        ({"a": [{"cidr": "10.0.0.300/8"}]}, "$.a[0].cidr", "no network"),
        ({"$or": {"a": [1]}}, "$.$or", "array"),
        ({"$or": [{"a": [1]}]}, "$.$or", "two objects"),
        ({"$or": [{"a": [1]}, "b"]}, "$.$or[1]", "only objects"),
        ({"$or": [{"a": [1]}, {"prefix": ["x"]}]}, "$.$or[1]", "prefix"),
        ({"a": ["x" * 2048]}, "$", "2048 characters"),
        ("[" * 2000, "$", "not JSON"),
        (nested(150, ["x"]), "$" + ".a" * 59 + "…", "nests deeper"),
    ],
)
def test_a_malformed_pattern_is_refused_with_its_place(pattern, place, words):
    with pytest.raises(PatternError) as raised:
        parse_pattern(pattern)

    assert (raised.value.path, words in raised.value.reason) == (place, True), raised.value


@pytest.mark.parametrize(
    ("dialect", "value"),
    [
        (LAMBDA, {"wildcard": "a*"}),
        (LAMBDA, {"cidr": "10.0.0.0/8"}),
        (LAMBDA, {"anything-but": {"prefix": "a"}}),
        (LAMBDA, {"prefix": {"equals-ignore-case": "a"}}),
        (PIPES, {"wildcard": "a*"}),
        (PIPES, {"anything-but": {"suffix": "a"}}),
        (SNS_BODY, {"wildcard": "a*"}),
        (SNS_BODY, {"anything-but": {"suffix": "a"}}),
        (SNS_BODY, {"numeric": [">", 2e9]}),
    ],
)
def test_an_operator_that_a_service_does_not_document_is_refused(dialect, value):
    with pytest.raises(PatternError):
        parse_pattern({"a": [value]}, dialect)


def test_alternatives_nested_without_end_are_refused():
    pattern = '{"$or":[{"a":[1]},' * 130 + '{"a":[1]}' + "]}" * 130

    with pytest.raises(PatternError, match="nests deeper"):
        parse_pattern(pattern, SNS_BODY)


def test_attributes_take_no_nested_policy():
    with pytest.raises(PatternError, match="MessageBody"):
        parse_pattern({"a": {"b": ["x"]}}, SNS_ATTRIBUTES)


def test_an_error_survives_pickling():
    error = PatternError("$.a", "it is empty")

    assert str(pickle.loads(pickle.dumps(error))) == "$.a: it is empty"
