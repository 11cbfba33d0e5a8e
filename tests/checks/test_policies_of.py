"""Which policies of a role the evidence holds, and when nothing more can be missing."""

from __future__ import annotations

import json

import pytest

from lambda_triage.checks.lacking import lacking
from lambda_triage.checks.policies_of import held
from lambda_triage.checks.scene import Scene
from lambda_triage.sources.collect import collect

ROLE = "arn:aws:iam::111122223333:role/parcels-role"
MANAGED = "arn:aws:iam::aws:policy/service-role/"
SEND = {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*"}
INLINE = {
    "RoleName": "parcels-role",
    "PolicyName": "work",
    "PolicyDocument": {"Version": "2012-10-17", "Statement": [SEND]},
}
TEMPLATE = """
Resources:
  Queue: {Type: AWS::SQS::Queue}
  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: parcels-role
      AssumeRolePolicyDocument: {Version: "2012-10-17", Statement: []}
      ManagedPolicyArns: [%s]
      Policies:
        - PolicyName: work
          PolicyDocument:
            Version: "2012-10-17"
            Statement: [{Effect: %s, Action: "sqs:SendMessage", Resource: !GetAtt Queue.Arn}]
"""


def attached(*arns):
    return {
        "AttachedPolicies": [{"PolicyName": a.rpartition("/")[2], "PolicyArn": a} for a in arns],
        "IsTruncated": False,
    }


def read(tmp_path, **answers):
    for name, body in answers.items():
        path = tmp_path / (name if "." in name[-6:] else f"{name}.json")
        path.write_text(body if isinstance(body, str) else json.dumps(body))
    case, _ = collect([str(tmp_path)], ())
    with case:
        return held(Scene(case), ROLE)


@pytest.mark.parametrize(
    ("arns", "expected"),
    [
        ([f"{MANAGED}AWSLambdaBasicExecutionRole"], ((), True)),
        (["arn:aws:iam::111122223333:policy/own"], (("own",), False)),
        ([], ((), True)),
    ],
)
def test_a_role_is_whole_where_all_that_is_attached_is_known(tmp_path, arns, expected) -> None:
    found = read(
        tmp_path,
        **{"get-role-policy": INLINE, "list-attached-role-policies.parcels-role": attached(*arns)},
    )

    assert found is not None
    assert (found.absent, found.whole) == expected


def test_an_inline_policy_alone_leaves_open_what_is_attached(tmp_path) -> None:
    found = read(tmp_path, **{"get-role-policy": INLINE})

    assert found is not None
    assert lacking(found, ("sqs:SendMessage", "sqs:DeleteMessage"), None) == ()


def test_a_whole_role_lacks_what_no_statement_allows(tmp_path) -> None:
    found = read(
        tmp_path,
        **{"get-role-policy": INLINE, "list-attached-role-policies.parcels-role": attached()},
    )

    assert found is not None
    assert lacking(found, ("sqs:SendMessage", "sqs:DeleteMessage"), None) == ("sqs:DeleteMessage",)


@pytest.mark.parametrize(
    ("arn", "effect", "expected"),
    [
        (f"{MANAGED}AWSLambdaBasicExecutionRole", "Allow", ("sqs:DeleteMessage",)),
        ("!Ref Elsewhere", "Allow", ()),
    ],
)
def test_a_template_tells_all_unless_a_value_is_open(tmp_path, arn, effect, expected) -> None:
    found = read(tmp_path, **{"template.yaml": TEMPLATE % (arn, effect)})

    assert found is not None
    assert lacking(found, ("sqs:SendMessage", "sqs:DeleteMessage"), "*") == expected


def test_a_deny_on_what_only_a_deployment_knows_is_not_guessed_at(tmp_path) -> None:
    found = read(
        tmp_path, **{"template.yaml": TEMPLATE % (f"{MANAGED}AWSLambdaBasicExecutionRole", "Deny")}
    )

    assert found is not None
    assert (found.absent, found.whole) == (("work",), False)


def test_a_role_without_any_policy_in_the_evidence_is_unknown(tmp_path) -> None:
    found = read(tmp_path, **{"get-role-policy": {**INLINE, "RoleName": "labels-role"}})

    assert found is None
