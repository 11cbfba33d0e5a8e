"""Reading policies: every form IAM returns, and a plain refusal of what it would not take."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lambda_triage.errors import PolicyError
from lambda_triage.iam import Policy, Principals, Selection, parse
from tests.iam.made import ROLE, statement

TREE = {
    "Version": "2012-10-17",
    "Id": "x",
    "Statement": [
        {
            "Sid": "A",
            "Effect": "Allow",
            "Action": ["sqs:SendMessage", "sqs:ReceiveMessage"],
            "Resource": "*",
            "Condition": {"NumericLessThan": {"k:a": 5}, "Bool": {"k:b": True}},
        }
    ],
}


@pytest.mark.parametrize("encode", [json.dumps, lambda tree: quote(json.dumps(tree)), dict])
def test_text_and_tree_read_alike(encode) -> None:
    read = parse(encode(TREE), name="p")

    assert read == parse(TREE, name="p")
    assert read.statements[0].actions == Selection(("sqs:SendMessage", "sqs:ReceiveMessage"))
    assert [one.values for one in read.statements[0].conditions] == [("5",), ("true",)]


def test_a_single_statement_needs_no_list() -> None:
    assert len(parse({"Statement": statement()}).statements) == 1


PRINCIPALS = [
    ({"Principal": "*"}, Principals((("AWS", "*"),))),
    ({"Principal": {"AWS": ROLE}}, Principals((("AWS", ROLE),))),
    (
        {"NotPrincipal": {"Service": ["a.amazonaws.com"], "Federated": "x"}},
        Principals((("Service", "a.amazonaws.com"), ("Federated", "x")), inverted=True),
    ),
]


@pytest.mark.parametrize(("element", "expected"), PRINCIPALS)
def test_principals_read_as_pairs(element, expected) -> None:
    read = parse({"Statement": statement(**element)})

    assert read.statements[0].principals == expected


BROKEN = [
    ("{", "policy is not JSON"),
    ("[]", "policy is not a JSON object"),
    ("[" * 100_000, "policy is not JSON"),
    (" " * (1 << 21), "policy is longer than"),
    ('{"Statement": [], "Statement": []}', "policy names an element twice"),
    ({"Version": "2013", "Statement": []}, "Version is neither"),
    ({"Policies": []}, "policy has an unknown element 'Policies'"),
    ({}, "Statement[0] is not a JSON object"),
    ({"Statement": ["x"]}, "Statement[0] is not a JSON object"),
    ({"Statement": [statement(effect="allow")]}, "Statement[0].Effect is neither"),
    ({"Statement": [statement(condition={})]}, "Statement[0] has an unknown element 'condition'"),
    ({"Statement": [{"Effect": "Allow"}]}, "Statement[0] has neither Action nor NotAction"),
    ({"Statement": [statement("sqs")]}, "Statement[0].Action holds 'sqs'"),
    ({"Statement": [statement([])]}, "Statement[0].Action is neither"),
    ({"Statement": [statement(NotAction="*")]}, "Statement[0] has both Action and NotAction"),
    ({"Statement": [statement(resource=7)]}, "Statement[0].Resource is neither"),
    ({"Statement": [statement(Principal=ROLE)]}, "Statement[0].Principal is neither"),
    ({"Statement": [statement(Principal={"Role": ROLE})]}, "unknown element 'Role'"),
    ({"Statement": [statement(Condition=[])]}, "Statement[0].Condition is not"),
    ({"Statement": [statement(Condition={"Bool": 1})]}, "Statement[0].Condition.Bool is not"),
    ({"Statement": [statement(Condition={"Bool": {"a": {}}})]}, "Condition.Bool.a is neither"),
]


@pytest.mark.parametrize(("document", "reason"), BROKEN)
def test_what_breaks_the_grammar_is_refused_in_one_line(document, reason) -> None:
    with pytest.raises(PolicyError) as raised:
        parse(document)

    assert reason in str(raised.value)
    assert "\n" not in str(raised.value)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda some: (
        st.lists(some, max_size=3)
        | st.dictionaries(
            st.sampled_from(["Statement", "Effect", "Action", "Resource", "Condition", "Principal"])
            | st.text(max_size=3),
            some,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@settings(deadline=None)
@given(JSON)
def test_no_json_ends_in_a_traceback(tree) -> None:
    try:
        read = parse(json.dumps(tree))
    except PolicyError:
        return
    assert isinstance(read, Policy)
