"""Keys: what names a resource, whatever stands around the name."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lambda_triage.evidence.naming import UNNAMED, key, name, same, unqualified

NAMES = st.from_regex(r"[A-Za-z0-9_-]{1,64}", fullmatch=True).filter(lambda n: n != "function")
QUALIFIERS = st.from_regex(r"\$LATEST|[0-9]{1,4}|[A-Za-z][A-Za-z0-9_-]{0,20}", fullmatch=True)
PARTITIONS = st.sampled_from(["aws", "aws-cn", "aws-us-gov"])
REGIONS = st.sampled_from(["eu-west-1", "us-gov-west-1", "cn-north-1"])
ACCOUNTS = st.from_regex(r"[0-9]{12}", fullmatch=True)
FUNCTIONS = st.builds(
    lambda p, r, a, n: f"arn:{p}:lambda:{r}:{a}:function:{n}", PARTITIONS, REGIONS, ACCOUNTS, NAMES
)
REFERENCES = st.one_of(FUNCTIONS, NAMES, NAMES.map("?:{}".format), st.text(max_size=80))
SETTINGS = settings(max_examples=80, deadline=None)


@SETTINGS
@given(FUNCTIONS, QUALIFIERS)
def test_a_qualifier_makes_no_other_function(arn: str, qualifier: str) -> None:
    assert key(f"{arn}:{qualifier}") == unqualified(f"{arn}:{qualifier}") == key(arn) == arn


@SETTINGS
@given(ACCOUNTS, NAMES, QUALIFIERS)
def test_every_way_to_name_a_function_has_one_key(account: str, n: str, qualifier: str) -> None:
    ways = (n, f"{n}:{qualifier}", f"{account}:function:{n}", f"{account}:function:{n}:{qualifier}",
            f"function:{n}", f"?:{n}")  # fmt: skip

    assert {key(way) for way in ways} == {f"?:{n}"}


@SETTINGS
@given(REFERENCES)
def test_the_key_of_a_key_is_itself(reference: str) -> None:
    once = key(reference)

    assert once.startswith(("?:", "arn:"))
    assert key(once) == once
    assert unqualified(once) == once


@SETTINGS
@given(FUNCTIONS, QUALIFIERS)
def test_a_name_is_the_same_in_every_key(arn: str, qualifier: str) -> None:
    n = arn.rpartition(":")[2]

    assert name(arn) == name(f"{arn}:{qualifier}") == name(f"?:{n}") == n


@SETTINGS
@given(REFERENCES, REFERENCES)
def test_sameness_goes_both_ways_and_holds_of_oneself(one: str, other: str) -> None:
    assert same(one, one)
    assert same(one, other) == same(other, one)


@SETTINGS
@given(FUNCTIONS, FUNCTIONS, QUALIFIERS)
def test_two_arns_are_the_same_only_when_equal(one: str, other: str, qualifier: str) -> None:
    assert same(one, f"{one}:{qualifier}")
    assert same(one, other) == (one == other)
    assert same(f"?:{name(one)}", one)


@pytest.mark.parametrize(
    ("arn", "bare"),
    [
        ("arn:aws:sqs:eu-west-1:123456789012:work", "work"),
        ("arn:aws:dynamodb:eu-west-1:123456789012:table/stock", "stock"),
        ("arn:aws:iam::123456789012:role/service-role/orders", "orders"),
        ("arn:aws:s3:::bucket", "bucket"),
        ("arn:aws:states:eu-west-1:123456789012:stateMachine:flow", "flow"),
    ],
)
def test_other_resources_are_named_by_the_end_of_their_arn(arn: str, bare: str) -> None:
    assert (name(arn), key(arn), same(f"?:{bare}", arn)) == (bare, arn, True)


def test_nothing_is_the_same_as_an_empty_name() -> None:
    assert not same("?:", "arn:aws:sqs:eu-west-1:123456789012:")


def test_a_function_that_nothing_names_is_no_function_by_name() -> None:
    assert not same(UNNAMED, "?:orders")
