"""Which sources a function's policy lets in."""

from __future__ import annotations

import json

import pytest

from lambda_triage.checks.invoking import admissions
from lambda_triage.checks.scene import Scene
from lambda_triage.sources.collect import collect

FUNCTION = "arn:aws:lambda:eu-west-1:111122223333:function:parcels"
RULE = "arn:aws:events:eu-west-1:111122223333:rule/nightly"
RULES = {"Name": "nightly", "Arn": RULE, "State": "ENABLED", "ScheduleExpression": "rate(1 day)",
         "EventBusName": "default", "CreatedBy": "111122223333"}  # fmt: skip


def statement(principal=None, resource=FUNCTION, **condition):
    told = {"Effect": "Allow", "Principal": principal or {"Service": "events.amazonaws.com"},
            "Action": "lambda:InvokeFunction", "Resource": resource}  # fmt: skip
    return told | ({"Condition": condition} if condition else {})


def admitted(tmp_path, *statements, **target):
    policy = json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
    answers = {
        "describe-rule": RULES,
        "list-targets-by-rule.nightly": {"Targets": [{"Id": "1", "Arn": FUNCTION, **target}]},
        "get-policy": {"Policy": policy, "RevisionId": "1"},
    }
    for name, body in answers.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(body))
    case, _ = collect([str(tmp_path)], ())
    with case:
        return [(a.edge.label, a.named, a.passed) for a in admissions(Scene(case))]


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([statement()], (True, True)),
        ([statement("*")], (True, True)),
        ([statement(ArnLike={"aws:SourceArn": RULE})], (True, True)),
        ([statement(ArnLike={"aws:SourceArn": RULE + "-other"})], (True, False)),
        ([statement(StringEquals={"aws:SourceAccount": "444455556666"})], (True, False)),
        ([statement(StringEquals={"aws:PrincipalOrgID": "o-1"})], (True, True)),
        ([statement({"Service": "s3.amazonaws.com"})], (False, False)),
    ],
)
def test_a_source_passes_where_a_statement_may_let_it_in(tmp_path, statements, expected) -> None:
    found = admitted(tmp_path, *statements)

    assert found == [("rule nightly", *expected)]


def test_the_policy_of_an_alias_says_nothing_of_the_function(tmp_path) -> None:
    found = admitted(tmp_path, statement(resource=FUNCTION + ":live"))

    assert found == []


def test_a_target_with_a_role_of_its_own_needs_no_statement(tmp_path) -> None:
    role = "arn:aws:iam::111122223333:role/invoker"

    found = admitted(tmp_path, statement({"Service": "s3.amazonaws.com"}), RoleArn=role)

    assert found == []
