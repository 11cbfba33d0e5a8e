"""What each condition operator promises, for keys that are there, absent, or not known."""

from __future__ import annotations

import pytest

from lambda_triage.iam import evaluate
from tests.iam.made import ROLE, SESSION, USER, allow, known, policy, request, statement

IP, ARN, TIME = "aws:SourceIp", "aws:SourceArn", "aws:CurrentTime"
RULE = "arn:aws:events:eu-west-1:111122223333:rule/nightly"

# operator, key, value of the policy, value of the request (None: absent), outcome
TABLE = [
    ("StringEquals", "k:a", "x", "x", True),
    ("StringEquals", "k:a", "x", "X", False),
    ("StringEquals", "K:A", ["w", "x"], "x", True),
    ("StringEquals", "k:a", "x*", "xy", False),
    ("StringEquals", "k:a", "x", None, False),
    ("StringEquals", "k:a", [], "x", False),
    ("StringNotEquals", "k:a", ["w", "x"], "x", False),
    ("StringNotEquals", "k:a", ["w", "x"], "y", True),
    ("StringNotEquals", "k:a", "x", None, True),
    ("StringEqualsIgnoreCase", "k:a", "AbC", "aBc", True),
    ("StringNotEqualsIgnoreCase", "k:a", "AbC", "aBc", False),
    ("StringLike", "k:a", "x*z?", "xyyz1", True),
    ("StringLike", "k:a", "x*", "Xy", False),
    ("StringNotLike", "k:a", "x*", "xy", False),
    ("StringNotLike", "k:a", "x*", None, True),
    ("StringEqualsIfExists", "k:a", "x", None, True),
    ("StringEqualsIfExists", "k:a", "x", "y", False),
    ("NumericEquals", "k:a", 10, "10.0", True),
    ("NumericNotEquals", "k:a", "10", "10.0", False),
    ("NumericLessThan", "k:a", "10", "9", True),
    ("NumericLessThan", "k:a", "10", "10", False),
    ("NumericLessThanEquals", "k:a", "10", "10", True),
    ("NumericGreaterThan", "k:a", "10", "100", True),
    ("NumericGreaterThanEquals", "k:a", "10", "9", False),
    ("NumericLessThan", "k:a", "10", None, False),
    ("NumericLessThan", "k:a", "ten", "9", None),
    ("DateLessThan", TIME, "2026-01-01T00:00:00Z", "2025-12-31T23:59:59Z", True),
    ("DateGreaterThan", TIME, "2026-01-01", "2026-01-01T00:00:00Z", False),
    ("DateGreaterThanEquals", TIME, "2026-01-01", "1767225600", True),
    ("DateEquals", TIME, "2026-01-01T01:00:00+01:00", "2026-01-01T00:00:00Z", True),
    ("DateNotEquals", TIME, "2026-01-01", "2026-01-02", True),
    ("DateLessThanEquals", TIME, "tomorrow", "2026-01-02", None),
    ("Bool", "aws:SecureTransport", "true", "true", True),
    ("Bool", "aws:SecureTransport", False, "true", False),
    ("Bool", "aws:SecureTransport", "false", None, False),
    ("BoolIfExists", "aws:MultiFactorAuthPresent", "false", None, True),
    ("Bool", "k:a", "true", "perhaps", None),
    ("BinaryEquals", "k:a", "QUI=", "QUI=", True),
    ("BinaryEquals", "k:a", "QUI=", "QUM=", False),
    ("BinaryEquals", "k:a", "QUI=", "?", None),
    ("IpAddress", IP, "203.0.113.0/24", "203.0.113.9", True),
    ("IpAddress", IP, ["192.0.2.1", "2001:db8::/32"], "2001:db8::1", True),
    ("IpAddress", IP, "203.0.113.0/24", "198.51.100.1", False),
    ("NotIpAddress", IP, "203.0.113.0/24", "203.0.113.9", False),
    ("NotIpAddress", IP, "203.0.113.0/24", None, True),
    ("IpAddress", IP, "203.0.113.0/24", "lambda.amazonaws.com", None),
    ("ArnLike", ARN, "arn:aws:events:*:*:rule/*", RULE, True),
    ("ArnEquals", ARN, "arn:aws:events:*:*:rule/night?y", RULE, True),
    ("ArnLike", ARN, "arn:aws:events:*:rule/*", RULE, None),
    ("ArnLike", ARN, "arn:aws:events:*-1:rule/nightly:*", RULE, False),
    ("ArnNotLike", ARN, "arn:aws:sns:*:*:*", RULE, True),
    ("ArnNotEquals", ARN, RULE, RULE, False),
    ("ArnLike", ARN, RULE, "no arn", False),
    ("Null", "k:a", "true", None, True),
    ("Null", "k:a", "false", None, False),
    ("Null", "k:a", False, "x", True),
    ("Null", "k:a", "maybe", "x", None),
    ("ForAllValues:StringEquals", "k:a", ["x", "y"], ["x", "y"], True),
    ("ForAllValues:StringEquals", "k:a", ["x", "y"], ["x", "z"], False),
    ("ForAllValues:StringEquals", "k:a", ["x"], None, True),
    ("ForAllValues:StringEquals", "k:a", ["x"], [], True),
    ("ForAllValues:StringNotEquals", "k:a", ["x"], ["y", "z"], True),
    ("ForAnyValue:StringEquals", "k:a", ["x", "y"], ["z", "x"], True),
    ("ForAnyValue:StringLike", "k:a", ["x*"], ["z"], False),
    ("ForAnyValue:StringEquals", "k:a", ["x"], None, False),
    ("ForAnyValue:StringNotEquals", "k:a", ["x"], ["x", "y"], True),
    ("ForAnyValue:StringEqualsIfExists", "k:a", ["x"], None, None),
    ("StringEquals", "k:a", "x", ["x", "y"], None),
    ("StringSounds", "k:a", "x", "x", None),
    ("ForAllValues:Null", "k:a", "true", None, None),
]
OUTCOMES = {True: "allowed", False: "implicit_deny", None: "unknown"}


@pytest.mark.parametrize(("operator", "key", "wanted", "value", "expected"), TABLE)
def test_operator(operator, key, wanted, value, expected) -> None:
    context = {} if value is None else {key: value}
    allowing = allow(Condition={operator: {key: wanted}})

    decision = evaluate(request(context=context), known(identity=(allowing,)))

    assert decision.outcome == OUTCOMES[expected]


@pytest.mark.parametrize("operator", sorted({row[0] for row in TABLE}))
@pytest.mark.parametrize("effect", ["Allow", "Deny"])
def test_a_key_that_may_be_there_leaves_the_answer_open(operator, effect) -> None:
    asked = request(context_complete=False)
    one = statement(effect=effect, Condition={operator: {"k:a": "true"}})
    policies = known(identity=(policy(one), *([allow()] if effect == "Deny" else [])))

    decision = evaluate(asked, policies)

    assert decision.outcome == "unknown"


def test_a_key_known_to_be_absent_is_decided() -> None:
    asked = request(context_complete=False, absent=frozenset({"aws:SourceVpce"}))
    allowing = allow(Condition={"Null": {"aws:sourcevpce": "true"}})

    decision = evaluate(asked, known(identity=(allowing,)))

    assert decision.outcome == "allowed"


def test_keys_and_operators_all_have_to_hold() -> None:
    both = {"StringEquals": {"k:a": "x", "k:b": "y"}, "Bool": {"k:c": "true"}}
    contexts = [{"k:a": "x", "k:b": "y", "k:c": "true"}, {"k:a": "x", "k:c": "true"}]

    outcomes = [
        evaluate(request(context=one), known(identity=(allow(Condition=both),))).outcome
        for one in contexts
    ]

    assert outcomes == ["allowed", "implicit_deny"]


# who, key that AWS derives, value
DERIVED = [
    (SESSION, "aws:PrincipalArn", ROLE),
    (USER, "aws:PrincipalArn", USER),
    (USER, "aws:username", "ana"),
    (SESSION, "aws:PrincipalAccount", "111122223333"),
    (SESSION, "aws:PrincipalType", "AssumedRole"),
    (SESSION, "aws:ResourceAccount", "111122223333"),
    (SESSION, "aws:PrincipalIsAWSService", "false"),
]


@pytest.mark.parametrize(("who", "key", "value"), DERIVED)
def test_keys_follow_from_the_request(who, key, value) -> None:
    asked = request(who=who, context_complete=False)
    allowing = allow(Condition={"StringEquals": {key: value}})

    decision = evaluate(asked, known(identity=(allowing,)))

    assert decision.outcome == "allowed"


# resource of the policy, context, outcome
VARIABLES = [
    ("arn:aws:s3:::home/${k:name}/*", {"k:name": "ana"}, "allowed"),
    ("arn:aws:s3:::home/${K:Name}/*", {"k:name": "ana"}, "allowed"),
    ("arn:aws:s3:::home/${k:name}/*", {"k:name": "bea"}, "implicit_deny"),
    ("arn:aws:s3:::home/${k:name}/*", {}, "implicit_deny"),
    ("arn:aws:s3:::home/${k:name}/*", {"k:name": "*"}, "unknown"),
    ("arn:aws:s3:::home/${k:name, 'ana'}/*", {}, "allowed"),
    ("arn:aws:s3:::home/ana/${*}", {}, "implicit_deny"),
    ("arn:aws:s3:::home/ana/${", {}, "unknown"),
]


@pytest.mark.parametrize(("pattern", "context", "expected"), VARIABLES)
def test_policy_variables(pattern, context, expected) -> None:
    asked = request(
        "s3:GetObject",
        "arn:aws:s3:::home/ana/1",
        context=context,
        resource_account="111122223333",
    )

    decision = evaluate(asked, known(identity=(allow("s3:*", pattern),)))

    assert decision.outcome == expected


def test_a_variable_that_may_have_any_value_is_not_known() -> None:
    asked = request(context_complete=False)

    decision = evaluate(asked, known(identity=(allow(resource="arn:aws:sqs:*:*:${k:name}"),)))

    assert decision.unresolved == ("context key k:name",)


def test_policies_of_2008_have_no_variables() -> None:
    asked = request(context={"k:name": "orders"})
    old = policy(statement(resource="arn:aws:sqs:*:*:${k:name}"), version="2008-10-17")

    decision = evaluate(asked, known(identity=(old,)))

    assert decision.outcome == "implicit_deny"
