"""Asks an account for what the shop's answers are, and keeps them as a folder of evidence.

Stands where the collector will: plain botocore, and a list written by hand.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from botocore import xform_name
from botocore.exceptions import ClientError

from lambda_triage.sources.aws.want import Want
from tests.live.drive import STACK

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.live.account import Account

FUNCTIONS = (
    "orders", "invoices", "shipping", "checkout", "refunds", "loyalty", "hourly", "search",
    "mailer", "prices",
)  # fmt: skip
QUEUES = ("parcels", "parcels-dead", "refunds", "points")
OF_FUNCTION = ("Invocations Sum", "Errors Sum", "Throttles Sum", "Duration Maximum")
OF_QUEUE = (
    "NumberOfMessagesSent Sum",
    "NumberOfMessagesDeleted Sum",
    "ApproximateNumberOfMessagesVisible Maximum",
)


def fetch(account: Account, folder: Path) -> dict[Want, str]:
    """One file per answer in *folder*; and, of what was refused, the code of the refusal.

    An answer of FilterLogEvents does not name its log group: a function's answers have a folder of
    their own, so that its log is read as the log of the function that is described beside it.
    """
    refused: dict[Want, str] = {}
    for want in (*wants(account), *policies(account)):
        try:
            body = ask(account, want)
        except ClientError as error:
            refused[want] = error.response["Error"]["Code"]
            continue
        file = folder / want.about / want.file
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(body, default=_said), encoding="utf-8")
    return refused


def ask(account: Account, want: Want) -> dict[str, object]:
    """An answer with all its pages joined, without what is about the call only."""
    client = account.client(want.service)
    method = xform_name(want.action)
    if client.can_paginate(method):
        body = client.get_paginator(method).paginate(**want.parameters).build_full_result()
    else:
        body = getattr(client, method)(**want.parameters)
    return {name: value for name, value in body.items() if name != "ResponseMetadata"}


def wants(account: Account) -> Iterator[Want]:
    """What does not depend on another answer."""
    arn = f"arn:aws:{{}}:eu-central-1:{account.id}:{{}}"
    for name in (f"{STACK}-{f}" for f in FUNCTIONS):
        for operation in ("GetFunctionConfiguration", "GetFunctionConcurrency", "GetPolicy"):
            yield Want.of(f"lambda.{operation}", name, FunctionName=name)
        yield Want.of("lambda.ListEventSourceMappings", name, FunctionName=name)
        yield Want.of("logs.FilterLogEvents", name, logGroupName=f"/aws/lambda/{name}")
        yield _metrics(name, "AWS/Lambda", "FunctionName", OF_FUNCTION)
        yield Want.of(
            "events.ListRuleNamesByTarget", name, TargetArn=arn.format("lambda", f"function:{name}")
        )
    for name in (f"{STACK}-{q}" for q in QUEUES):
        url = f"{account.url}/{account.id}/{name}"
        yield Want.of("sqs.GetQueueAttributes", name, QueueUrl=url, AttributeNames=["All"])
        yield _metrics(name, "AWS/SQS", "QueueName", OF_QUEUE)
    yield Want.of("cloudformation.DescribeStackEvents", STACK, StackName=STACK)
    yield Want.of("events.ListTargetsByRule", f"{STACK}-hourly", Rule=f"{STACK}-hourly")
    yield Want.of("events.DescribeRule", f"{STACK}-hourly", Name=f"{STACK}-hourly")
    yield Want.of("dynamodb.DescribeTable", f"{STACK}-orders", TableName=f"{STACK}-orders")
    yield Want.of("lambda.GetAccountSettings", account.id)


def _metrics(name: str, namespace: str, dimension: str, measures: tuple[str, ...]) -> Want:
    now = datetime.now(UTC).replace(microsecond=0)
    asked = [
        {
            "Id": f"m{number}",
            "Label": f"{name} {measure}",
            "MetricStat": {
                "Metric": {
                    "Namespace": namespace,
                    "MetricName": measure.split()[0],
                    "Dimensions": [{"Name": dimension, "Value": name}],
                },
                "Period": 60,
                "Stat": measure.split()[1],
            },
        }
        for number, measure in enumerate(measures)
    ]
    return Want.of(
        "cloudwatch.GetMetricData",
        name,
        MetricDataQueries=asked,
        StartTime=(now - timedelta(hours=3)).isoformat(),
        EndTime=(now + timedelta(minutes=1)).isoformat(),
    )


def policies(account: Account) -> Iterator[Want]:
    """The role of each function, and what it allows."""
    functions, iam = account.client("lambda"), account.client("iam")
    for name in (f"{STACK}-{f}" for f in FUNCTIONS):
        role = functions.get_function_configuration(FunctionName=name)["Role"].rpartition("/")[2]
        yield Want.of("iam.GetRole", role, RoleName=role)
        yield Want.of("iam.ListAttachedRolePolicies", role, RoleName=role)
        yield Want.of("iam.ListRolePolicies", role, RoleName=role)
        for policy in iam.list_role_policies(RoleName=role)["PolicyNames"]:
            yield Want.of("iam.GetRolePolicy", role, RoleName=role, PolicyName=policy)


def _said(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    raise TypeError(f"{type(value)} has no JSON")
