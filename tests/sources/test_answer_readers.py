"""Answers with readers of their own: versions, one metric, an account's identities, refusals."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from lambda_triage.evidence.documents import (
    AttachedPolicies,
    IdentityPolicy,
    InlinePolicies,
    PathMapping,
    Recursion,
    ResourcePolicy,
)
from lambda_triage.evidence.documents import Role as RoleDocument
from lambda_triage.sources.collect import collect

if TYPE_CHECKING:
    from pathlib import Path

    from lambda_triage.evidence.case import Case

ARN = "arn:aws:lambda:eu-west-1:111122223333:function:quotes"
ROLE = "arn:aws:iam::111122223333:role/quotes"
SHARED = "arn:aws:iam::111122223333:policy/shared"
CHANGES = "SELECT resource, kind, detail FROM changes ORDER BY time_us, detail"
POINTS = "SELECT resource, metric, statistic, value FROM metrics ORDER BY time_us, statistic"
REFUSED = (
    "An error occurred (ResourceNotFoundException) when calling the GetPolicy operation:"
    " The resource you requested does not exist.\n"
)


def read(folder: Path, **files: str) -> Case:
    """Files named as in the arguments, `__` for a dot and `_` for a dash."""
    paths = []
    for name, text in files.items():
        path = folder / name.replace("__", ".").replace("_", "-")
        path.write_text(text, encoding="utf-8")
        paths.append(str(path))
    case, reading = collect(paths, [])
    assert reading.unreadable == []
    return case


def version(number: str, code: str, when: str) -> dict[str, object]:
    return {"FunctionName": "quotes", "FunctionArn": f"{ARN}:{number}", "Runtime": "nodejs22.x",
            "Handler": "index.handler", "Timeout": 10, "LastModified": f"{when}T10:00:00.000+0000",
            "CodeSha256": code, "Version": number}  # fmt: skip


def test_versions_are_the_configuration_and_its_changes(tmp_path: Path) -> None:
    versions = [version("$LATEST", "b", "2026-03-03"), version("1", "a", "2026-03-01"),
                version("2", "b", "2026-03-02"), version("3", "b", "2026-03-03")]  # fmt: skip
    case = read(tmp_path, answer__json=json.dumps({"Versions": versions}))
    with case:
        (function,) = case.functions
        changes = case.execute(CHANGES)

    assert (function.resource, function.version, function.complete) == (ARN, "$LATEST", True)
    assert changes == [
        (ARN, "code", "version 1 was published"),
        (ARN, "code", "version 2 was published"),
        (ARN, "configuration", "LastModified"),
        (ARN, "version", "version 3 was published"),
    ]


@pytest.mark.parametrize(
    ("name", "resource"),
    [("get_metric_statistics__quotes_Throttles__json", "?:quotes"),
     ("get_metric_statistics__quotes__json", "?:quotes"), ("x__json", "?:unknown")],
)  # fmt: skip
def test_one_metric_has_all_its_statistics(name: str, resource: str, tmp_path: Path) -> None:
    point = {"Timestamp": "2026-03-01T10:00:00+00:00", "Sum": 12.0, "Maximum": 3.0, "Unit": "Count",
             "ExtendedStatistics": {"p99": 2.5}}  # fmt: skip
    body = {"Label": "Throttles", "Datapoints": [point, {"Sum": 1.0}]}
    with read(tmp_path, **{name: json.dumps(body)}) as case:
        points = case.execute(POINTS)

    assert points == [
        (resource, "Throttles", "Maximum", 3.0),
        (resource, "Throttles", "Sum", 12.0),
        (resource, "Throttles", "p99", 2.5),
    ]


def test_an_accounts_identities_are_roles_and_their_policies(tmp_path: Path) -> None:
    def allow(action: str) -> dict[str, object]:
        return {"Statement": [{"Effect": "Allow", "Action": action, "Resource": "*"}]}

    role = {
        "RoleName": "quotes", "Arn": ROLE, "AssumeRolePolicyDocument": allow("sts:AssumeRole"),
        "RolePolicyList": [{"PolicyName": "own", "PolicyDocument": allow("s3:GetObject")}],
        "AttachedManagedPolicies": [{"PolicyName": "shared", "PolicyArn": SHARED}],
    }  # fmt: skip
    versions = [{"VersionId": "v1", "IsDefaultVersion": False, "Document": allow("ec2:*")},
                {"VersionId": "v2", "IsDefaultVersion": True, "Document": allow("sqs:*")}]  # fmt: skip
    policy = {"PolicyName": "shared", "Arn": SHARED, "PolicyVersionList": versions}
    body = {"UserDetailList": [], "RoleDetailList": [role], "Policies": [policy]}
    with read(tmp_path, account__json=json.dumps(body)) as case:
        managed, own = case.documents(IdentityPolicy)
        (attached,), (inline,) = case.documents(AttachedPolicies), case.documents(InlinePolicies)
        (found,) = case.documents(RoleDocument)

    assert (found.resource, found.trust) == (ROLE, allow("sts:AssumeRole"))
    assert (attached.arns, inline.names) == ((SHARED,), ("own",))
    assert (managed.resource, managed.role, managed.document) == (SHARED, None, allow("sqs:*"))
    assert (own.role, own.title, own.path) == (ROLE, "own", "RoleDetailList[0].RolePolicyList[0].")


@pytest.mark.parametrize(
    "text",
    [REFUSED, f"\n{REFUSED}\n", f"aws: [ERROR]: {REFUSED}",
     json.dumps({"Error": {"Code": "ResourceNotFoundException", "Message":
                           "The resource you requested does not exist."},
                 "ResponseMetadata": {"HTTPStatusCode": 404}})],
)  # fmt: skip
def test_a_refused_policy_is_a_policy_that_lets_nobody_in(text: str, tmp_path: Path) -> None:
    with read(tmp_path, get_policy__quotes__json=text) as case:
        (found,) = case.documents(ResourcePolicy)

    assert (found.resource, found.complete) == ("?:quotes", True)
    assert found.document == {"Version": "2012-10-17", "Statement": []}


def test_a_refusal_whose_function_nothing_tells_is_a_gap(tmp_path: Path) -> None:
    with read(tmp_path, answer__txt=REFUSED) as case:
        gaps = case.gaps(["resource_policies"])

    assert [(g.resource, g.reason) for g in gaps] == [
        ("?:unknown", "GetPolicy found none, and of which is not told")
    ]


@pytest.mark.parametrize(
    "text",
    [REFUSED.replace("GetPolicy", "GetAlias"), f"START RequestId: x\n{REFUSED}",
     REFUSED.replace("The resource you requested does not exist", "Function not found: quotes")],
)  # fmt: skip
def test_other_refusals_are_logs(text: str, tmp_path: Path) -> None:
    with read(tmp_path, error__txt=text) as case:
        assert case.documents(ResourcePolicy) == ()


def test_a_setting_and_a_mapping_are_named_by_their_file(tmp_path: Path) -> None:
    mapped = {"Items": [{"ApiId": "a1", "ApiMappingId": "m1", "Stage": "prod"}]}
    case = read(
        tmp_path,
        get_function_recursion_config__quotes__json='{"RecursiveLoop": "Allow"}',
        get_api_mappings__api__example__com__json=json.dumps(mapped),
    )
    with case:
        (setting,), (mapping,) = case.documents(Recursion), case.documents(PathMapping)

    assert (setting.resource, setting.loop) == ("?:quotes", "Allow")
    assert (mapping.resource, mapping.api, mapping.stage) == ("?:api.example.com", "a1", "prod")
