"""Which failed calls of a trail bear on a function, and which are other people's."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from lambda_triage.sources.collect import collect
from lambda_triage.sources.spoken import sentences

if TYPE_CHECKING:
    from pathlib import Path

STS = "arn:aws:sts::123456789012:assumed-role"
ROLE = "arn:aws:iam::123456789012:role/service-role/orders-exec"
ARN = "arn:aws:lambda:eu-west-1:123456789012:function:orders"
FUNCTION = {"FunctionName": "orders", "FunctionArn": ARN, "Runtime": "python3.13", "Role": ROLE}
INSIDE = "Boto3/1.40 exec-env/AWS_Lambda_python3.13"
CI, DEVELOPER = f"{STS}/pipeline/run-7", f"{STS}/AWSReservedSSO_Dev_1a/jo@example.com"
DENIED = {"errorCode": "AccessDenied", "errorMessage": "not authorized"}


def call(
    who: str | None, service: str, name: str, at: int = 0, **more: object
) -> dict[str, object]:
    return {
        "eventTime": f"2026-03-01T10:00:{at:02d}Z",
        "eventSource": f"{service}.amazonaws.com",
        "eventName": name,
        "userIdentity": {"arn": who},
        "userAgent": "aws-cli/2.31",
        **more,
    }


def heard(folder: Path, *calls: dict[str, object]) -> list[tuple[str, str]]:
    (folder / "trail.json").write_text(json.dumps({"Records": calls}), encoding="utf-8")
    (folder / "function.json").write_text(json.dumps(FUNCTION), encoding="utf-8")
    case, reading = collect([str(folder)], [])
    assert reading.unreadable == []
    with case:
        return [(s.resource, s.weight) for s in sentences(case, ["?:labels"])]


def named(function: str) -> dict[str, object]:
    return {"requestParameters": {"functionName": function}}


@pytest.mark.parametrize(
    ("made", "wanted"),
    [
        (call(f"{STS}/any/orders", "sqs", "SendMessage", **DENIED), (ARN, "handled")),
        (call(f"{STS}/orders-exec/x", "sqs", "SendMessage", **DENIED), (ARN, "handled")),
        (call(f"{STS}/any/labels", "sqs", "SendMessage", **DENIED), ("?:labels", "handled")),
        (call(f"{STS}/any/new", "sqs", "SendMessage", userAgent=INSIDE, **DENIED),
         ("?:new", "handled")),
        (call(f"{STS}/any/x", "ec2", "CreateNetworkInterface", sourceIPAddress="lambda.amazonaws.com",
              errorCode="Client.UnauthorizedOperation"), ("?:unknown", "handled")),
        (call(f"{STS}/any/orders", "s3", "GetObject", errorCode="NoSuchKey"), (ARN, "note")),
        (call(f"{STS}/any/orders", "ssm", "GetParameter", errorCode="ParameterNotFound"),
         (ARN, "note")),
        (call(f"{STS}/web/task", "lambda", "Invoke", userAgent="Boto3/1.40", **DENIED,
              **named("orders")), ("?:orders", "failure")),
        (call(CI, "lambda", "UpdateFunctionCode20150331v2", **DENIED, **named("orders")),
         ("?:orders", "failure")),
        (call(CI, "lambda", "CreateFunction20150331", errorCode="ResourceConflictException",
              errorMessage="Function already exist: orders", **named("orders")),
         ("?:orders", "failure")),
        (call(CI, "s3", "PutBucketNotification", errorCode="InvalidArgument",
              requestParameters={"bucketName": "in"}), ("?:unknown", "failure")),
        (call(CI, "cloudformation", "UpdateStack", **DENIED,
              requestParameters={"stackName": "shop"}), ("shop", "failure")),
        (call(CI, "iam", "PutRolePolicy", userAgent="HashiCorp/1.0 Terraform/1.13", **DENIED,
              requestParameters={"roleName": "r"}), ("?:unknown", "failure")),
    ],
)  # fmt: skip
def test_calls_of_functions_and_calls_that_deploy_or_reach_them_are_heard(
    made: dict[str, object], wanted: tuple[str, str], tmp_path: Path
) -> None:
    assert heard(tmp_path, made) == [wanted]


@pytest.mark.parametrize(
    "made",
    [
        call(DEVELOPER, "iam", "ListUsers", **DENIED),
        call(DEVELOPER, "lambda", "UpdateFunctionCode20150331v2", **DENIED, **named("orders")),
        call(f"{STS}/orders-exec/jo@example.com", "sqs", "SendMessage", **DENIED),
        call(f"{STS}/visitor/eve", "lambda", "Invoke", **DENIED, **named("orders")),
        call(None, "s3", "GetObject", **DENIED, requestParameters={"bucketName": "orders"}),
        call(CI, "lambda", "GetFunctionUrlConfig", errorCode="ResourceNotFoundException",
             **named("orders")),
        call(CI, "s3", "HeadBucket", errorCode="NoSuchBucket"),
        call(CI, "sts", "AssumeRole", **DENIED),
        call(CI, "lambda", "AddPermission20150331v2", errorCode="ResourceConflictException",
             errorMessage="The statement id (a) provided already exists.", **named("orders")),
        call(CI, "ec2", "AuthorizeSecurityGroupIngress",
             errorCode="Client.InvalidPermission.Duplicate"),
        call(CI, "cloudformation", "UpdateStack", errorCode="ValidationException",
             errorMessage="No updates are to be performed."),
        call(CI, "lambda", "DeleteFunctionUrlConfig", errorCode="ResourceNotFoundException",
             **named("orders")),
        call(f"{STS}/any/orders", "logs", "CreateLogGroup", userAgent=INSIDE,
             errorCode="ResourceAlreadyExistsException"),
    ],
)  # fmt: skip
def test_calls_of_others_probes_and_what_is_as_wished_are_silent(
    made: dict[str, object], tmp_path: Path
) -> None:
    assert heard(tmp_path, made) == []


UPDATE = "UpdateFunctionConfiguration20150331v2"
CONFLICT = {"errorCode": "ResourceConflictException"}
SEND = {"requestParameters": {"queueUrl": "https://sqs.eu-west-1.amazonaws.com/1/out"}}
OTHER = {"requestParameters": {"queueUrl": "https://sqs.eu-west-1.amazonaws.com/1/other"}}
OWN = f"{STS}/orders-exec/orders"


def send(at: int, who: str = OWN, **more: object) -> dict[str, object]:
    return call(who, "sqs", "SendMessage", at, **more)


@pytest.mark.parametrize(
    ("before", "after", "left"),
    [
        (call(CI, "lambda", UPDATE, **CONFLICT, **named("orders")),
         call(DEVELOPER, "lambda", UPDATE, 5, **named("orders")), 0),
        (call(CI, "lambda", UPDATE, **CONFLICT, **named("orders")),
         call(CI, "lambda", UPDATE, 5, **named("labels")), 1),
        (send(0, **DENIED, **SEND), send(9, **SEND), 0),
        (send(0, **DENIED, **SEND), send(9, **OTHER), 1),
        (send(0, **DENIED, **SEND), send(9, CI, **SEND), 1),
        (send(9, **DENIED, **SEND), send(0, **SEND), 1),
        (send(0, errorCode="RequestThrottled", **SEND), send(9, **OTHER), 0),
        (call(CI, "lambda", "CreateFunction20150331", errorCode="ResourceConflictException",
              errorMessage="Function already exist: orders", **named("orders")),
         call(CI, "lambda", "UpdateFunctionCode20150331v2", 3, **named("orders")), 0),
    ],
)  # fmt: skip
def test_a_call_that_goes_through_later_takes_the_failure_back(
    before: dict[str, object], after: dict[str, object], left: int, tmp_path: Path
) -> None:
    assert len(heard(tmp_path, before, after)) == left
