"""A refused call beside the policies of its role: what they show, and what they do not."""

from __future__ import annotations

import json

import pytest

from lambda_triage.checks.rights.denied_statement import DECISIVE, denied_statement
from lambda_triage.checks.scene import Scene
from lambda_triage.checks.signature import HINT, STRONG
from lambda_triage.sources.collect import collect

ROLE = "arn:aws:iam::111122223333:role/parcels-role"
TABLE = "arn:aws:dynamodb:eu-west-1:111122223333:table/parcels"
RECORD = {
    "eventTime": "2026-11-20T09:15:01Z",
    "eventSource": "dynamodb.amazonaws.com",
    "eventName": "GetItem",
    "errorCode": "AccessDenied",
    "userAgent": "Boto3/1.40 exec-env/AWS_Lambda_python3.13",
    "userIdentity": {"arn": "arn:aws:sts::111122223333:assumed-role/parcels-role/parcels"},
    "resources": [{"ARN": TABLE}],
}
DENY = {"Effect": "Deny", "Action": "dynamodb:*", "Resource": "*"}


def allow(action, **more):
    return {"Effect": "Allow", "Action": action, "Resource": TABLE, **more}


def policy(*statements):
    return {"Version": "2012-10-17", "Statement": list(statements)}


def judged(tmp_path, statements, record=RECORD, **files):
    inline = {
        "RoleName": "parcels-role",
        "PolicyName": "work",
        "PolicyDocument": policy(*statements),
    }
    answers = {"trail": {"Records": [record]}, "get-role-policy": inline, **files}
    for name, body in answers.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(body))
    case, _ = collect([str(tmp_path)], ())
    with case:
        found = denied_statement.run(Scene(case))
    return [(f.cause, f.weight, f.opens, f.summary.rpartition(": ")[2]) for f in found]


ONLY = "no statement of work allows it; what else is attached is not in the evidence"


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([allow("dynamodb:PutItem")], ("access_denied_identity", STRONG, False, ONLY)),
        (
            [allow("dynamodb:*"), DENY],
            ("access_denied_identity", DECISIVE + 1, False, "statement 2 of work denies it"),
        ),
        ([allow("dynamodb:GetItem")], (None, 0.0, False, "statement 1 of work allows it now")),
        (
            [allow("dynamodb:GetItem", Condition={"StringEquals": {"aws:SourceVpce": "vpce-1"}})],
            ("access_denied_identity", HINT, False, "context key aws:SourceVpce"),
        ),
    ],
)
def test_the_policy_of_the_role_decides_what_is_said(tmp_path, statements, expected) -> None:
    found = judged(tmp_path, statements)

    assert found == [expected]


def test_a_boundary_that_does_not_allow_is_named(tmp_path) -> None:
    role = {"Role": {"RoleName": "parcels-role", "Arn": ROLE, "RoleId": "AROA1", "Path": "/",
                     "CreateDate": "2026-01-01T00:00:00Z", "AssumeRolePolicyDocument": policy(),
                     "PermissionsBoundary": {"PermissionsBoundaryType": "Policy",
                         "PermissionsBoundaryArn": "arn:aws:iam::111122223333:policy/fence"}}}  # fmt: skip
    fence = {"PolicyVersion": {"Document": policy(allow("dynamodb:PutItem")), "VersionId": "v1",
                               "IsDefaultVersion": True, "CreateDate": "2026-01-01T00:00:00Z"}}  # fmt: skip

    found = judged(
        tmp_path,
        [allow("dynamodb:*")],
        **{"get-role": role, "get-policy-version.fence": fence},
    )

    text = "its permissions boundary fence does not allow it"
    assert found == [("access_denied_scp_boundary", DECISIVE + 1, False, text)]


def test_a_refusal_of_a_person_is_nobodys_function(tmp_path) -> None:
    person = {**RECORD, "userAgent": "aws-cli/2.30"}

    found = judged(tmp_path, [allow("dynamodb:PutItem")], record=person)

    assert found == []
