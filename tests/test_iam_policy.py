"""The printed policy allows every listed read, and nothing else."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import botocore.session
import pytest
from click.testing import CliRunner

from lambda_triage import iam
from lambda_triage.cli.iam_policy import iam_policy
from lambda_triage.errors import UsageError
from lambda_triage.facts.aws_reads import ON_REQUEST, Read, groups, reads
from lambda_triage.pipeline.permissions import MOST_CHARACTERS, policy

ROLE = iam.principal("arn:aws:iam::123456789012:role/on-call")
KNOWN = {"Partition": "aws", "Region": "eu-west-1", "Account": "123456789012"}
BORN_WITH = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"AWS": "arn:aws:iam::123456789012:root"},
            "Action": "kms:*",
            "Resource": "*",
        }
    ],
}
DANGEROUS = (
    "lambda:InvokeFunction", "lambda:UpdateFunctionCode", "lambda:PutFunctionConcurrency",
    "lambda:DeleteFunction", "iam:PassRole", "iam:CreateAccessKey", "iam:PutRolePolicy",
    "sts:AssumeRole", "secretsmanager:GetSecretValue", "ssm:GetParameter", "ssm:GetParameters",
    "kms:Decrypt", "s3:GetObject", "s3:ListBucket", "s3:PutObject", "sqs:ReceiveMessage",
    "sqs:SendMessage", "dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan", "kinesis:GetRecords",
    "dynamodb:GetRecords", "states:StartExecution", "logs:PutLogEvents", "logs:DeleteLogGroup",
    "apigateway:POST", "apigateway:DELETE", "ecr:GetAuthorizationToken", "ecr:BatchGetImage",
    "cloudformation:UpdateStack", "events:PutEvents", "sns:Publish",
)  # fmt: skip


@cache
def model(service: str) -> object:
    return botocore.session.Session().get_service_model(service)


def decide(document: dict[str, object], action: str, resource: str) -> str:
    """The verdict for a resource of the same account; a key's own policy is the one it is born with."""
    parsed = iam.parse(document, name="collect")
    request = iam.Request(
        action, resource, ROLE, context_complete=True, resource_account=KNOWN["Account"]
    )
    of_key = iam.parse(BORN_WITH, name="key") if action.startswith("kms:") else None
    known = iam.Policies(identity=(parsed,), resource=of_key, known=iam.EVERY)
    return iam.evaluate(request, known).outcome


def resource_of(read: Read, action: str) -> list[str]:
    """A resource of each kind that the operation is about; `*` where IAM knows none."""
    service, _, name = read.operation.partition(".")
    if service.startswith("apigateway"):
        uri = model(service).operation_model(name).http["requestUri"].partition("?")[0]  # type: ignore[attr-defined]
        path = re.sub(r"\{[^}]+\}", "orders", uri.removeprefix("/v2"))
        return [f"arn:aws:apigateway:eu-west-1::{path}"]
    kinds = iam.resource_types(action) or ()
    chosen = [kind for kind in kinds if not set(read.on) - {"*"} or kind.name in read.on]
    fill = lambda found: KNOWN.get(found[1], "orders")  # noqa: E731
    return [re.sub(r"\$\{(\w+)\}", fill, kind.arn) for kind in chosen] or ["*"]


@pytest.mark.parametrize("operation", reads())
def test_every_read_is_allowed_on_what_it_asks_about(operation: str) -> None:
    read = reads()[operation]
    document = policy(extra=ON_REQUEST)
    asked = [(action, one) for action in read.actions for one in resource_of(read, action)]

    assert {decide(document, *one) for one in asked} == {"allowed"}


def test_policies_that_aws_manages_can_be_read() -> None:
    arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"

    assert decide(policy(), "iam:GetPolicyVersion", arn) == "allowed"


def test_nothing_else_that_the_services_offer_is_allowed() -> None:
    document = policy(extra=ON_REQUEST)
    granted = {action for read in reads().values() for action in read.actions}
    services = {action.partition(":")[0] for action in granted}
    others = [
        one for name in services for one in iam.authorized_actions(name) if one not in granted
    ]
    named = {one.lower() for statement in document["Statement"] for one in statement["Action"]}

    assert len(others) > 1500
    assert [one for one in others if one.lower() in named] == []
    assert not any(set("*?") & set(one) for one in named)


@pytest.mark.parametrize("action", DANGEROUS)
@pytest.mark.parametrize("resource", ["*", "arn:aws:lambda:eu-west-1:123456789012:function:orders"])
def test_what_changes_things_or_reads_contents_is_denied(action: str, resource: str) -> None:
    assert iam.access_level(action)
    assert decide(policy(extra=ON_REQUEST), action, resource) == "implicit_deny"


@pytest.mark.parametrize("path", ["/apikeys", "/apikeys/abc", "/usageplans/a/keys", "/account"])
def test_keys_of_apis_cannot_be_read(path: str) -> None:
    arn = f"arn:aws:apigateway:eu-west-1::{path}"

    assert decide(policy(), "apigateway:GET", arn) == "implicit_deny"


@pytest.mark.parametrize("extra", [(), ("account",)])
def test_it_fits_a_managed_policy(extra: tuple[str, ...]) -> None:
    assert len(json.dumps(policy(extra=extra), separators=(",", ":"))) <= MOST_CHARACTERS


def test_everything_is_named_only_where_iam_knows_nothing_narrower() -> None:
    wide = [
        action
        for statement in policy(extra=ON_REQUEST)["Statement"]
        if statement["Resource"] == "*"
        for action in statement["Action"]
    ]

    assert {one for one in wide if iam.resource_types(one)} == {"cloudwatch:DescribeAlarms"}


def test_statements_have_names_of_their_own_that_iam_takes() -> None:
    names = [statement["Sid"] for statement in policy(extra=ON_REQUEST)["Statement"]]

    assert len(set(names)) == len(names)
    assert all(re.fullmatch("[A-Za-z0-9]+", name) for name in names)


def test_what_is_billed_or_tells_of_the_whole_account_is_left_out() -> None:
    assert decide(policy(), "iam:GetAccountAuthorizationDetails", "*") == "implicit_deny"
    assert "ce:GetCostAndUsage" not in json.dumps(policy())


@pytest.mark.parametrize("group", [one for one in groups() if one not in ON_REQUEST])
def test_a_group_that_is_left_out_is_denied_and_no_other(group: str) -> None:
    full, less = (
        {action for statement in one["Statement"] for action in statement["Action"]}
        for one in (policy(), policy(without=[group]))
    )
    of_group = {a for read in reads().values() if read.group == group for a in read.actions}

    assert full - less == of_group


def test_events_of_one_log_group_only() -> None:
    document = policy(logs_of=["/aws/lambda/orders"])
    start = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/orders"

    assert decide(document, "logs:FilterLogEvents", start) == "allowed"
    assert decide(document, "logs:FilterLogEvents", f"{start}:*") == "allowed"
    assert decide(document, "logs:FilterLogEvents", f"{start}-2:*") == "implicit_deny"


@pytest.mark.parametrize("name", ["*", "/aws/lambda/*", "a b", "", "${aws:username}"])
def test_a_log_group_cannot_widen_the_policy(name: str) -> None:
    with pytest.raises(UsageError, match="log group"):
        policy(logs_of=[name])


def test_an_unknown_group_names_those_that_exist() -> None:
    with pytest.raises(UsageError, match="traces"):
        policy(without=["trace"])


def test_the_command_prints_json_and_nothing_else() -> None:
    answer = CliRunner().invoke(iam_policy, ["--without", "traces"])

    assert answer.exit_code == 0
    assert json.loads(answer.stdout) == policy(without=["traces"])
    assert answer.stderr == ""


def test_the_documentation_names_every_group_operation_and_action() -> None:
    page = (Path(__file__).parent.parent / "docs" / "permissions.md").read_text("utf-8")
    mapped = {one for one, read in reads().items() if read.actions != (one.replace(".", ":"),)}
    actions = {action for read in reads().values() for action in read.actions}
    told = {*groups(), *mapped, *actions}

    assert sorted(one for one in told if f"`{one}`" not in page) == []
    assert f"{len(reads())} operations" in " ".join(page.split())
