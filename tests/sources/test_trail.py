"""CloudTrail: what was changed, which calls failed, and who made them."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest

from lambda_triage.sources.collect import collect

if TYPE_CHECKING:
    from pathlib import Path

AT, AT_US = "2026-03-01T10:00:00Z", 1_772_359_200_000_000
ARN = "arn:aws:lambda:eu-west-1:123456789012:function:orders"
CI = "arn:aws:sts::123456789012:assumed-role/deployer/ci-run"
UPDATE = {
    "eventTime": AT,
    "eventSource": "lambda.amazonaws.com",
    "eventName": "UpdateFunctionConfiguration20150331v2",
    "userIdentity": {"type": "AssumedRole", "arn": CI},
    "userAgent": "aws-cli/2.15",
    "requestParameters": {"functionName": "orders:live", "timeout": 3, "memorySize": 128},
}
DENIED = {
    "eventTime": AT,
    "eventSource": "dynamodb.amazonaws.com",
    "eventName": "PutItem",
    "userIdentity": {"arn": "arn:aws-cn:sts::123456789012:assumed-role/orders-role/orders"},
    "userAgent": "Boto3/1.34 exec-env/AWS_Lambda_python3.13",
    "errorCode": "AccessDenied",
    "errorMessage": "User is not authorized to perform: dynamodb:PutItem",
    "requestParameters": {"tableName": "stock"},
}
CALLS = "SELECT resource, time_us, service, action, target, role, error_code, path FROM api_calls"
CHANGES = "SELECT resource, time_us, kind, detail, path FROM changes"


def read(folder: Path, text: str | bytes, name: str = "trail.json") -> tuple[list, list]:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    case, reading = collect([str(path)], [])
    assert reading.unreadable == []
    with case:
        return case.execute(CALLS), case.execute(CHANGES)


def records(*found: object) -> str:
    return json.dumps({"Records": found})


def lookup(*found: dict[str, object]) -> str:
    events = [
        {"EventId": str(n), "EventName": r["eventName"], "EventTime": r["eventTime"],
         "EventSource": r["eventSource"], "CloudTrailEvent": json.dumps(r)}
        for n, r in enumerate(found)
    ]  # fmt: skip
    return json.dumps({"Events": events}, indent=4)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (records(UPDATE), "Records[0]"),
        (json.dumps({"Records": [UPDATE]}, indent=2), "Records[0]"),
        (gzip.compress(records(UPDATE).encode()), "Records[0]"),
        (lookup(UPDATE), "Events[0].CloudTrailEvent"),
    ],
    ids=["records", "printed", "gzip", "lookup"],
)
def test_every_form_tells_the_same_change(text: str | bytes, path: str, tmp_path: Path) -> None:
    calls, changes = read(tmp_path, text)

    detail = "UpdateFunctionConfiguration(memorySize, timeout) by ci-run"
    assert changes == [("?:orders", AT_US, "configuration", detail, path)]
    role = "arn:aws:iam::123456789012:role/deployer"
    action = "UpdateFunctionConfiguration"
    assert calls == [("?:orders", AT_US, "lambda", action, "?:orders", role, None, path)]


def test_a_failed_call_is_no_change_and_belongs_to_the_function_that_made_it(
    tmp_path: Path,
) -> None:
    calls, changes = read(tmp_path, records(DENIED))

    role = "arn:aws-cn:iam::123456789012:role/orders-role"
    assert changes == []
    assert calls == [
        ("?:orders", AT_US, "dynamodb", "PutItem", "?:stock", role, "AccessDenied", "Records[0]")
    ]


def test_a_refused_deployment_changes_nothing(tmp_path: Path) -> None:
    calls, changes = read(tmp_path, records(UPDATE | {"errorCode": "AccessDenied"}))

    assert (len(calls), changes) == (1, [])


def test_of_calls_that_only_read_and_went_well_the_last_is_kept(tmp_path: Path) -> None:
    get = {**UPDATE, "eventName": "GetFunction20150331v2"}
    later = {**get, "eventTime": "2026-03-01T10:00:05Z"}

    calls, changes = read(tmp_path, records(get, later, get, DENIED))

    assert ([(row[3], row[1] - AT_US, row[6]) for row in calls], changes) == (
        [("PutItem", 0, "AccessDenied"), ("GetFunction", 5_000_000, None)],
        [],
    )


@pytest.mark.parametrize(
    ("service", "name", "kinds"),
    [
        ("lambda", "CreateAlias20150331", ["alias"]),
        ("kms", "CreateAlias", []),
        ("cloudfront", "CreateFunction2020_05_31", []),
    ],
)
def test_other_services_have_aliases_and_functions_of_their_own(
    service: str, name: str, kinds: list[str], tmp_path: Path
) -> None:
    record = UPDATE | {"eventSource": f"{service}.amazonaws.com", "eventName": name}

    _, changes = read(tmp_path, records(record))

    assert [row[2] for row in changes] == kinds


@pytest.mark.parametrize(
    ("name", "asked", "kind", "target"),
    [
        ("UpdateFunctionCode20150331v2", {"functionName": f"{ARN}:live"}, "code", ARN),
        ("PublishVersion20150331", {"functionName": "orders"}, "code", "?:orders"),
        ("UpdateAlias20150331", {"functionName": ARN}, "alias", ARN),
        ("PutFunctionConcurrency20171031", {"functionName": ARN}, "concurrency", ARN),
        ("UpdateEventSourceMapping20150331", {"uUID": "0-1"}, "trigger", "?:0-1"),
        ("PutRule", {"name": "tick"}, "trigger", "?:tick"),
        ("AddPermission20150331v2", {"functionName": "orders"}, "permission", "?:orders"),
        ("DeleteRolePolicy", {"roleName": "r", "policyName": "p"}, "permission", "?:r"),
        ("SetQueueAttributes", {"queueUrl": "https://sqs/1/work"}, "permission", "?:work"),
        ("DeleteRoute", {"routeTableId": "rtb-1"}, "network", "?:rtb-1"),
        ("RevokeSecurityGroupEgress", {"groupId": "sg-1"}, "network", "?:sg-1"),
        ("PutIntegration", {"restApiId": "a1"}, "api", "?:a1"),
        ("UpdateStack", {"stackName": "shop"}, "stack", "?:shop"),
        ("DeleteTable", {"tableName": "stock"}, "data", "?:stock"),
    ],
)  # fmt: skip
def test_a_change_knows_its_kind_and_what_was_changed(
    name: str, asked: dict[str, str], kind: str, target: str, tmp_path: Path
) -> None:
    _, changes = read(tmp_path, records(UPDATE | {"eventName": name, "requestParameters": asked}))

    assert [(row[0], row[2]) for row in changes] == [(target, kind)]


def test_the_arn_of_a_resource_wins_over_its_name(tmp_path: Path) -> None:
    arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/stock"
    calls, _ = read(tmp_path, records(DENIED | {"resources": [{"type": "x"}, {"ARN": arn}]}))

    assert calls[0][4] == arn


def test_a_summary_fills_what_its_record_lacks(tmp_path: Path) -> None:
    body = json.loads(lookup(UPDATE))
    short = {k: v for k, v in UPDATE.items() if k not in ("eventName", "eventTime", "eventSource")}
    body["Events"][0]["CloudTrailEvent"] = json.dumps(short)

    calls, changes = read(tmp_path, json.dumps(body))

    assert (calls[0][2:4], changes[0][:3]) == (
        ("lambda", "UpdateFunctionConfiguration"),
        ("?:orders", AT_US, "configuration"),
    )


@pytest.mark.parametrize(
    "broken",
    [
        {"userIdentity": "root"}, {"userIdentity": {"arn": 7}}, {"requestParameters": None},
        {"requestParameters": {"functionName": ["a"]}}, {"resources": "x"}, {"resources": [None]},
        {"eventTime": 1e99}, {"eventTime": "soon"}, {"errorCode": {"a": 1}}, {"eventName": ["x"]},
    ],
    ids=json.dumps,
)  # fmt: skip
@pytest.mark.parametrize("form", [records, lookup])
def test_a_broken_record_leaves_the_next_one_whole(
    form: object, broken: dict[str, object], tmp_path: Path
) -> None:
    assert callable(form)
    calls, _ = read(tmp_path, form(UPDATE | broken, DENIED))

    assert [row[3] for row in calls if row[6] == "AccessDenied"] == ["PutItem"]


def test_records_that_are_no_json_are_left_out(tmp_path: Path) -> None:
    body = json.loads(lookup(UPDATE, UPDATE, UPDATE, DENIED))
    for event, text in zip(body["Events"], ["{", "[" * 99_999, "[1]"], strict=False):
        event["CloudTrailEvent"] = text

    calls, changes = read(tmp_path, json.dumps(body))

    assert ([row[3] for row in calls], changes) == (["PutItem"], [])
