"""Terraform configuration: what invokes a function, and policies written as data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lambda_triage.evidence import documents as kinds
from lambda_triage.evidence.documents import Document
from lambda_triage.sources.collect import collect

if TYPE_CHECKING:
    from pathlib import Path

    from lambda_triage.evidence.case import Case

TRIGGERS = """\
resource "aws_lambda_function" "f" { function_name = "thumbs" }
resource "aws_lambda_alias" "live" {
  name             = "live"
  function_name    = aws_lambda_function.f.function_name
  function_version = "7"
  routing_config { additional_version_weights = { "8" = 0.1 } }
}
resource "aws_lambda_provisioned_concurrency_config" "live" {
  function_name                     = aws_lambda_function.f.function_name
  qualifier                         = aws_lambda_alias.live.name
  provisioned_concurrent_executions = 3
}
resource "aws_lambda_function_event_invoke_config" "f" {
  function_name          = aws_lambda_function.f.function_name
  maximum_retry_attempts = 0
  destination_config { on_failure { destination = aws_sqs_queue.failed.arn } }
}
resource "aws_sqs_queue" "failed" { name = "failed" }
resource "aws_scheduler_schedule" "nightly" {
  name                = "nightly"
  schedule_expression = "rate(1 day)"
  flexible_time_window { mode = "OFF" }
  target {
    arn      = aws_lambda_function.f.arn
    role_arn = aws_iam_role.r.arn
  }
}
resource "aws_iam_role" "r" { name = "scheduler" }
resource "aws_apigatewayv2_api" "a" {
  name          = "shop"
  protocol_type = "HTTP"
  cors_configuration { allow_origins = ["*"] }
}
resource "aws_apigatewayv2_integration" "i" {
  api_id                 = aws_apigatewayv2_api.a.id
  integration_type       = "AWS_PROXY"
  integration_uri        = aws_lambda_function.f.invoke_arn
  payload_format_version = "2.0"
  timeout_milliseconds   = 5000
}
resource "aws_apigatewayv2_route" "r" {
  api_id        = aws_apigatewayv2_api.a.id
  route_key     = "GET /x"
  authorizer_id = aws_apigatewayv2_authorizer.jwt.id
}
resource "aws_apigatewayv2_authorizer" "jwt" {
  api_id          = aws_apigatewayv2_api.a.id
  authorizer_type = "JWT"
  name            = "jwt"
  jwt_configuration {
    audience = ["shop"]
    issuer   = "https://example.com"
  }
}
resource "aws_apigatewayv2_stage" "live" {
  api_id      = aws_apigatewayv2_api.a.id
  name        = "live"
  auto_deploy = true
  default_route_settings { throttling_rate_limit = 10 }
}
"""
WANTED: dict[type[Document], dict[str, object]] = {
    kinds.Alias: {"resource": "?:thumbs", "version": "7", "weights": {"8": 0.1}},
    kinds.Provisioned: {"resource": "?:thumbs", "requested": 3},
    kinds.InvokeConfig: {"resource": "?:thumbs", "retries": 0, "on_failure": "?:failed"},
    kinds.Schedule: {"resource": "?:nightly", "arn": "?:thumbs", "role": "?:scheduler",
                     "window": "OFF"},
    kinds.Api: {"resource": "?:a", "protocol": "HTTP", "cors": {"AllowOrigins": ["*"]}},
    kinds.Integration: {"resource": "?:a", "uri": "?:thumbs", "timeout_ms": 5000,
                        "payload_version": "2.0"},
    kinds.Route: {"resource": "?:a", "key": "GET /x"},
    kinds.Authorizer: {"resource": "?:a", "issuer": "https://example.com", "audience": ("shop",)},
    kinds.Stage: {"resource": "?:a", "stage": "live", "auto_deploy": True, "rate": 10.0},
}  # fmt: skip


def read(folder: Path, text: str) -> Case:
    (folder / "main.tf").write_text(text)
    case, reading = collect([str(folder / "main.tf")], [])
    assert reading.unreadable == []
    return case


@pytest.mark.parametrize("kind", WANTED)
def test_terraform_declares_what_invokes_a_function(kind: type[Document], tmp_path: Path) -> None:
    with read(tmp_path, TRIGGERS) as case:
        (found,) = case.documents(kind)

    assert {name: getattr(found, name) for name in WANTED[kind]} == WANTED[kind]


POLICIES = """\
data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}
data "aws_iam_policy_document" "work" {
  statement {
    sid       = "Work"
    effect    = "Deny"
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.failed.arn, "arn:aws:sqs:eu-west-1:111122223333:other"]
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}
resource "aws_sqs_queue" "failed" { name = "failed" }
resource "aws_iam_role" "r" {
  name               = "thumbs"
  assume_role_policy = data.aws_iam_policy_document.assume.json
}
resource "aws_iam_role_policy" "work" {
  name   = "work"
  role   = aws_iam_role.r.id
  policy = data.aws_iam_policy_document.work.json
}
"""


def test_a_policy_document_is_the_policy_in_json(tmp_path: Path) -> None:
    with read(tmp_path, POLICIES) as case:
        (role,), (policy,) = case.documents(kinds.Role), case.documents(kinds.IdentityPolicy)

    assert role.trust == {"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Action": ["sts:AssumeRole"],
        "Principal": {"Service": ["lambda.amazonaws.com"]},
    }]}  # fmt: skip
    assert policy.document == {"Version": "2012-10-17", "Statement": [{
        "Sid": "Work", "Effect": "Deny", "Action": ["sqs:SendMessage"],
        "Resource": ["?:failed", "arn:aws:sqs:eu-west-1:111122223333:other"],
        "Condition": {"Bool": {"aws:SecureTransport": ["false"]}},
    }]}  # fmt: skip


def test_a_policy_made_of_others_is_unknown(tmp_path: Path) -> None:
    text = POLICIES.replace(
        "statement {\n    sid", 'source_policy_documents = ["x"]\n  statement {\n    sid'
    )
    with read(tmp_path, text) as case:
        (policy,) = case.documents(kinds.IdentityPolicy)

    assert policy.document == {"Fn::Unresolved": "${data.aws_iam_policy_document.work.json}"}


GROUPS = """\
resource "aws_security_group" "db" {
  name = "db"
  ingress {
    from_port       = 5432
    to_port         = 5432
    protocol        = "tcp"
    security_groups = [aws_security_group.app.id]
    cidr_blocks     = ["10.0.0.0/8"]
    self            = true
  }
}
resource "aws_security_group" "app" { name = "app" }
resource "aws_vpc_security_group_egress_rule" "app" {
  security_group_id            = aws_security_group.app.id
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
  referenced_security_group_id = aws_security_group.db.id
}
resource "aws_security_group" "open" { name = "open" }
resource "aws_security_group_rule" "open" {
  security_group_id = aws_security_group.open.id
  type              = "ingress"
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_blocks       = [var.who_knows]
}
"""


def test_rules_of_groups_are_told_one_by_one(tmp_path: Path) -> None:
    with read(tmp_path, GROUPS) as case:
        app, db, open_ = case.documents(kinds.SecurityGroup)
    head = {"IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432}

    assert (app.resource, db.resource) == ("?:app", "?:db")
    assert db.ingress == [
        {**head, "CidrIp": "10.0.0.0/8"},
        {**head, "SourceSecurityGroupId": "?:app"},
        {**head, "SourceSecurityGroupId": "?:db"},
    ]
    assert app.egress == [{**head, "DestinationSecurityGroupId": "?:db"}]
    assert open_.ingress is None
