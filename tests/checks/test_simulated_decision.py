"""AWS's simulation beside a refusal: what is concluded, and that the log line is never outvoted."""

from __future__ import annotations

import json

import pytest

from lambda_triage.checks.rights.simulated_decision import simulated_decision
from lambda_triage.checks.scene import Scene
from lambda_triage.checks.signature import DECISIVE, STRONG
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
ORGANIZATION = {"OrganizationsDecisionDetail": {"AllowedByOrganizations": False}}
BOUNDARY = {"PermissionsBoundaryDecisionDetail": {"AllowedByPermissionsBoundary": False}}
MATCHED = {"MatchedStatements": [{"SourcePolicyId": "fence", "SourcePolicyType": "role"}]}
CONTEXT = {"MissingContextValues": ["aws:SourceVpce"]}


def result(decision, **more):
    return {
        "EvalActionName": "dynamodb:GetItem",
        "EvalResourceName": TABLE,
        "EvalDecision": decision,
        "MatchedStatements": [],
        "MissingContextValues": [],
        **more,
    }


def policy(action, **more):
    statement = {"Effect": "Allow", "Action": action, "Resource": TABLE, **more}
    return {"RoleName": "parcels-role", "PolicyName": "work",
            "PolicyDocument": {"Version": "2012-10-17", "Statement": [statement]}}  # fmt: skip


def judged(tmp_path, simulated, **answers):
    told = {"EvaluationResults": [simulated], "IsTruncated": False}
    files = {"trail": {"Records": [RECORD]}, "simulate-principal-policy.parcels-role": told}
    for name, body in (files | answers).items():
        (tmp_path / f"{name}.json").write_text(json.dumps(body))
    case, _ = collect([str(tmp_path)], ())
    with case:
        return simulated_decision.run(Scene(case))


@pytest.mark.parametrize(
    ("action", "simulated", "cause", "said"),
    [
        ("PutItem", result("implicitDeny"), "access_denied_identity", "implicitDeny, and so do"),
        ("PutItem", result("implicitDeny", **ORGANIZATION), "access_denied_identity",
         "the organisation's policies do not let it pass, and so do"),
        ("GetItem", result("implicitDeny", **ORGANIZATION), "access_denied_scp_boundary",
         "the organisation's policies do not let it pass, and the policies in the evidence allow"),
        ("GetItem", result("implicitDeny", **BOUNDARY), "access_denied_scp_boundary",
         "the permissions boundary does not let it pass"),
        ("GetItem", result("explicitDeny", **MATCHED), "access_denied_identity",
         "explicitDeny: fence denies it, and the policies in the evidence allow it"),
        ("GetItem", result("implicitDeny", **CONTEXT), None, "it was not told aws:SourceVpce"),
        ("GetItem", result("implicitDeny"), None, "implicitDeny, and the policies"),
        ("GetItem", result("allowed"), None, "allows it now, and so do the policies"),
        ("PutItem", result("allowed"), None, "allows it now, and the policies in the evidence do"),
    ],
)  # fmt: skip
def test_both_decisions_and_the_layer_are_told(tmp_path, action, simulated, cause, said) -> None:
    [found] = judged(tmp_path, simulated, **{"get-role-policy": policy(f"dynamodb:{action}")})

    weights = {None: 0.0, "access_denied_scp_boundary": DECISIVE}
    assert (found.cause, found.weight) == (cause, weights.get(cause, STRONG))
    assert said in found.summary
    assert any(citation.place and "EvalDecision" in str(citation.place.path)
               for citation in found.citations)  # fmt: skip


def test_a_simulation_alone_speaks_for_the_refusal(tmp_path) -> None:
    [found] = judged(tmp_path, result("implicitDeny"))

    assert found.cause == "access_denied_identity"
    assert found.summary.endswith("implicitDeny; the role's policies are not in the evidence")


def test_an_open_condition_is_said(tmp_path) -> None:
    open_ = policy("dynamodb:GetItem", Condition={"StringEquals": {"aws:SourceVpce": "vpce-1"}})

    [found] = judged(tmp_path, result("implicitDeny", **CONTEXT), **{"get-role-policy": open_})

    assert "do not decide it: context key aws:SourceVpce" in found.summary


@pytest.mark.parametrize(
    "other",
    [
        result("implicitDeny", EvalResourceName=f"{TABLE}-2"),
        result("implicitDeny", EvalActionName="dynamodb:Query"),
        result("perhaps"),
    ],
)
def test_a_simulation_of_another_call_says_nothing(tmp_path, other) -> None:
    assert judged(tmp_path, other, **{"get-role-policy": policy("dynamodb:PutItem")}) == []
