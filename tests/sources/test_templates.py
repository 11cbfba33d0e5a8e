"""Templates: one meaning in many languages gives one set of documents."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from lambda_triage.evidence.documents import (
    Document,
    Known,
    Mapping,
    Queue,
    ResourcePolicy,
    Rule,
    Target,
    Template,
)
from lambda_triage.sources.collect import collect
from lambda_triage.sources.templates.load import load

if TYPE_CHECKING:
    from pathlib import Path

    from lambda_triage.evidence.function import FunctionConfiguration

SAM = """\
Transform: AWS::Serverless-2016-10-31
Globals:
  Function:
    Timeout: 5
    Runtime: python3.13
    Environment: {Variables: {STAGE: dev}}
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: orders
      Handler: app.handler
      Timeout: 30
      MemorySize: 512
      Environment: {Variables: {LEVEL: info}}
      Events:
        Work:
          Type: SQS
          Properties: {Queue: !GetAtt Work.Arn, BatchSize: 5, FunctionResponseTypes: [ReportBatchItemFailures]}
        Tick: {Type: Schedule, Properties: {Schedule: rate(5 minutes)}}
  Work:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: work
      VisibilityTimeout: 60
      RedrivePolicy: {deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 3}
  Dead: {Type: AWS::SQS::Queue}
"""
CLOUDFORMATION = """\
AWSTemplateFormatVersion: "2010-09-09"
Parameters:
  Stage: {Type: String, Default: dev}
Mappings:
  Sizes: {dev: {Memory: 512}}
Conditions:
  Never: !Equals [a, b]
Resources:
  Orders:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: !Join ["", [or, ders]]
      Handler: app.handler
      Runtime: python3.13
      Timeout: 30
      MemorySize: !FindInMap [Sizes, !Ref Stage, Memory]
      Description: !If [Never, !Ref AWS::NoValue, !Ref AWS::NoValue]
      Environment: {Variables: {STAGE: !Ref Stage, LEVEL: !Sub "${Stage}-info"}}
  WorkOfOrders:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      FunctionName: !Ref Orders
      EventSourceArn: !GetAtt [Work, Arn]
      BatchSize: 5
      FunctionResponseTypes: [ReportBatchItemFailures]
  Tick:
    Type: AWS::Events::Rule
    Properties:
      ScheduleExpression: rate(5 minutes)
      Targets: [{Arn: !GetAtt Orders.Arn, Id: tick}]
  Work:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: work
      VisibilityTimeout: 60
      RedrivePolicy: {deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 3}
  Dead: {Type: AWS::SQS::Queue}
"""
SERVERLESS = """\
service: shop
provider: {name: aws, runtime: python3.13, timeout: 30, environment: {STAGE: dev}}
custom:
  batch: 5
  sized: &sized {memorySize: 512, timeout: 3}
functions:
  orders:
    <<: *sized
    name: orders
    handler: app.handler
    timeout: 30
    environment: {LEVEL: info}
    events:
      - sqs:
          arn: !GetAtt Work.Arn
          batchSize: ${self:custom.batch}
          functionResponseType: ReportBatchItemFailures
      - schedule: rate(5 minutes)
resources:
  Resources:
    Work:
      Type: AWS::SQS::Queue
      Properties:
        QueueName: work
        VisibilityTimeout: 60
        RedrivePolicy: {deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 3}
    Dead: {Type: AWS::SQS::Queue}
"""
TERRAFORM = """\
variable "stage" { default = "dev" }
resource "aws_lambda_function" "this" {
  function_name = "orders"
  handler       = "app.handler"
  runtime       = "python3.13"
  timeout       = 30
  memory_size   = 512
  environment {
    variables = { STAGE = var.stage, LEVEL = "info" }
  }
}
resource "aws_sqs_queue" "main" {
  name                       = "work"
  visibility_timeout_seconds = 60
  redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead.arn, maxReceiveCount = 3 })
}
resource "aws_sqs_queue" "dead" { name = "Dead" }
resource "aws_lambda_event_source_mapping" "work" {
  event_source_arn        = aws_sqs_queue.main.arn
  function_name           = aws_lambda_function.this.arn
  batch_size              = 5
  function_response_types = ["ReportBatchItemFailures"]
}
resource "aws_cloudwatch_event_rule" "tick" { schedule_expression = "rate(5 minutes)" }
resource "aws_cloudwatch_event_target" "tick" {
  rule = aws_cloudwatch_event_rule.tick.name
  arn  = aws_lambda_function.this.arn
}
"""
LONG = json.dumps(load(CLOUDFORMATION), indent=2)
# YAML in flow style, whose keys are bare or whose values have short tags, and without a header.
FLOW = re.sub(r'"([A-Za-z]+)":', r"\1:", LONG)
TAGGED = re.sub(r'\{\s*"Ref": "Stage"\s*\}', "!Ref Stage", LONG)
BARE = CLOUDFORMATION.partition("\n")[2]
RESOURCES = json.dumps(load(CLOUDFORMATION)["Resources"])  # type: ignore[index, call-overload]
INNER = f"""\
Resources: {RESOURCES}
Parameters: {{Stage: {{Default: dev}}}}
Mappings: {{Sizes: {{dev: {{Memory: 512}}}}}}
Conditions: {{Never: !Equals [a, b]}}
"""
CDK = LONG.replace('"Type": "AWS::SQS', '"Metadata": {"aws:cdk:path": "a/b"}, "Type": "AWS::SQS')
LANGUAGES = {
    "sam.yaml": SAM, "cloudformation.yaml": CLOUDFORMATION, "long.json": LONG,
    "one-line.json": json.dumps(json.loads(LONG)), "Shop.template.json": CDK,
    "serverless.yml": SERVERLESS, "main.tf": TERRAFORM,
    "flow.yaml": FLOW, "tagged.yaml": TAGGED, "bare.yaml": BARE, "inner.yaml": INNER,
    "windows.yaml": SAM.replace("\n", "\r\n"),
}  # fmt: skip


def read(folder: Path, name: str, text: str) -> tuple[FunctionConfiguration, list[Document]]:
    (folder / name).write_bytes(text.encode())
    case, reading = collect([str(folder / name)], [])
    assert reading.unreadable == []
    kinds = (Queue, Mapping, Rule, Target, ResourcePolicy)
    with case:
        return case.functions[0], [d for kind in kinds for d in case.documents(kind)]


def told(document: Document) -> dict[str, object]:
    """What a document says, without names that a language makes up and where it stands."""
    made_up = {"input", "path", "given", "id", "rule"}
    made_up |= {"resource"} if isinstance(document, (Mapping, Rule)) else set()
    return {n: getattr(document, n) for n in document.__struct_fields__ if n not in made_up}


@pytest.mark.parametrize("name", LANGUAGES)
def test_every_language_declares_the_same_function(name: str, tmp_path: Path) -> None:
    function, _ = read(tmp_path, name, LANGUAGES[name])

    assert (function.resource, function.complete) == ("?:orders", False)
    assert (function.handler, function.runtime) == ("app.handler", "python3.13")
    assert (function.timeout_s, function.memory_mb, function.vpc) == (30, 512, False)
    assert (function.environment, function.description) == (("LEVEL", "STAGE"), None)


@pytest.mark.parametrize("name", LANGUAGES)
def test_every_language_becomes_the_same_documents(name: str, tmp_path: Path) -> None:
    _, wanted = read(tmp_path, "cloudformation.yaml", CLOUDFORMATION)
    _, actual = read(tmp_path, name, LANGUAGES[name])

    assert [told(d) for d in actual] == [told(d) for d in wanted]


def test_what_the_documents_say_is_what_was_declared(tmp_path: Path) -> None:
    _, (dead, work, mapping, rule, target) = read(tmp_path, "template.yaml", CLOUDFORMATION)

    assert isinstance(work, Queue)
    assert isinstance(mapping, Mapping)
    assert isinstance(rule, Rule)
    assert isinstance(target, Target)
    assert (dead.resource, work.resource, work.known) == ("?:Dead", "?:work", Known.TEMPLATE)
    assert (work.visibility_s, work.most_receives, work.dead_letter) == (60, 3, "?:Dead")
    assert (mapping.function, mapping.source, mapping.batch_size) == ("?:orders", "?:work", 5)
    assert (rule.schedule, target.resource, target.rule) == (
        "rate(5 minutes)", "?:orders", rule.resource,
    )  # fmt: skip
    assert work.place("visibility_s").path == "Resources.Work.Properties.VisibilityTimeout"


@pytest.mark.parametrize("name", ["sam.yaml", "long.json", "serverless.yml", "main.tf"])
def test_a_resource_knows_its_line(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(LANGUAGES[name])
    case, _ = collect([str(tmp_path / name)], [])
    with case:
        (template,) = case.documents(Template)
    (queue, *_) = [r for r in template.resources if r.properties.get("VisibilityTimeout") == 60]

    line = LANGUAGES[name].splitlines()[(queue.line or 0) - 1]

    assert f'"{queue.id}"' in line or line.strip() == f"{queue.id}:"


def test_a_sam_function_may_refer_to_resources_in_its_globals(tmp_path: Path) -> None:
    shared = "Function:\n    VpcConfig: {SubnetIds: [!Ref Net], SecurityGroupIds: [sg-1]}\n"
    text = SAM.replace("Function:\n", shared, 1) + "  Net: {Type: AWS::EC2::Subnet}\n"
    function, _ = read(tmp_path, "template.yaml", text)

    assert (function.subnets, function.security_groups) == (("?:Net",), ("sg-1",))
