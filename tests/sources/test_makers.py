"""Who made a call: Lambda, a deployment, a service, a person, a shell or a program."""

from __future__ import annotations

import pytest

from lambda_triage.sources.makers import maker

STS = "arn:aws:sts::123456789012:assumed-role"


def record(arn: str | None, agent: str, **identity: str) -> dict[str, object]:
    return {"userIdentity": {"arn": arn, **identity}, "userAgent": agent}


@pytest.mark.parametrize(
    ("made", "wanted"),
    [
        (record(f"{STS}/r/orders", "Boto3/1.40 exec-env/AWS_Lambda_python3.13"), "lambda"),
        (record(f"{STS}/r/orders", "awslambda-worker/1.0 rusoto/0.48"), "lambda"),
        (record(f"{STS}/r/x", "aws", invokedBy="lambda.amazonaws.com"), "lambda"),
        (record(f"{STS}/r/x", "APN/1.0 HashiCorp/1.0 Terraform/1.13"), "deployment"),
        (record(f"{STS}/r/x", "x", invokedBy="cloudformation.amazonaws.com"), "deployment"),
        (record(None, "x", type="AWSService", invokedBy="sns.amazonaws.com"), "service"),
        (record(f"{STS}/AWSReservedSSO_Dev_1a/jo", "aws-cli/2.31"), "person"),
        (record(f"{STS}/dev/jo@example.com", "Boto3/1.40"), "person"),
        (record("arn:aws:iam::1:user/jo", "Mozilla/5.0 (X11)"), "person"),
        (record("arn:aws:iam::1:root", "x", type="Root"), "person"),
        (record(None, "x", accountId="ANONYMOUS_PRINCIPAL"), "person"),
        (record(f"{STS}/ci/run-4", "aws-cli/2.31"), "shell"),
        (record(f"{STS}/cron/i-0a1b2c3d4e5f60718", "aws-cli/2.31"), "program"),
        (record(f"{STS}/web/task", "Boto3/1.40 exec-env/AWS_ECS_FARGATE"), "program"),
        ({}, "program"),
        ({"userIdentity": ["x"], "userAgent": 7}, "program"),
    ],
)
def test_identity_and_agent_tell_who_called(made: dict[str, object], wanted: str) -> None:
    assert maker(made) == wanted
