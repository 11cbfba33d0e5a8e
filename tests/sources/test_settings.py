"""samconfig files: their template is read with the values that it is deployed with."""

from __future__ import annotations

import pytest

from lambda_triage.errors import FormatError
from lambda_triage.pipeline.diagnose import diagnose
from lambda_triage.sources.files.recognise import Form, recognise
from lambda_triage.sources.settings import Settings, chosen, read_settings

TOML = """
version = 0.1
[default]
[default.global.parameters]
stack_name = "orders"
region = "eu-west-1"
[default.deploy.parameters]
profile = "shop"
template_file = "infra.yaml"
parameter_overrides = 'Wait="60" Title="two words" ParameterKey=Mode,ParameterValue=fast'
[prod.deploy.parameters]
stack_name = "orders-prod"
parameter_overrides = ["Wait=90", "Mode=slow"]
"""
YAML = """
version: 0.1
default:
  global:
    parameters:
      stack_name: orders
      region: eu-west-1
  deploy:
    parameters:
      profile: shop
      template_file: infra.yaml
      parameter_overrides:
        - Wait=60
        - Title="two words"
        - Mode=fast
prod:
  deploy:
    parameters:
      stack_name: orders-prod
      parameter_overrides: Wait=90 Mode=slow
"""
DEFAULT = Settings(
    environment="default",
    stack="orders",
    region="eu-west-1",
    profile="shop",
    template="infra.yaml",
    parameters={"Wait": "60", "Title": "two words", "Mode": "fast"},
)
TEMPLATE = """
Transform: AWS::Serverless-2016-10-31
Parameters:
  Wait: {Type: Number, Default: 10}
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: python3.12
      CodeUri: src/
      Timeout: !Ref Wait
      Events:
        Work: {Type: SQS, Properties: {Queue: !GetAtt Queue.Arn}}
  Queue:
    Type: AWS::SQS::Queue
    Properties: {VisibilityTimeout: 30, QueueName: !Sub "${AWS::StackName}-work"}
"""


@pytest.mark.parametrize("text", [TOML, YAML], ids=["toml", "yaml"])
def test_both_languages_say_the_same(text):
    found = read_settings(text)

    assert recognise(text.encode()) is Form.settings
    assert chosen(found) == DEFAULT
    assert chosen(found, "prod") == Settings(
        environment="prod", stack="orders-prod", parameters={"Wait": "90", "Mode": "slow"}
    )


def test_the_only_environment_is_taken_and_a_missing_one_is_an_error():
    only = read_settings('[prod.deploy.parameters]\nstack_name = "orders"\n')

    assert chosen(only) == Settings(environment="prod", stack="orders")
    with pytest.raises(FormatError, match="no environment test; it has prod"):
        chosen(only, "test")


@pytest.mark.parametrize("text", ["[tool.ruff]\nx = 1\n", "[a.b]\nc = 2\n", "default:\n  a: 1\n"])
def test_other_files_are_not_settings(text):
    assert recognise(text.encode()) is not Form.settings


def hidden_for(folder, environment=None):
    report = diagnose([str(folder)], environment=environment)
    return [f.summary for f in report.findings if f.check == "queues/visibility-timeout"]


def test_the_template_beside_it_has_the_values_of_the_environment(tmp_path):
    (tmp_path / "infra.yaml").write_text(TEMPLATE, encoding="utf-8")
    assert hidden_for(tmp_path) == []  # 10 s, by its default

    (tmp_path / "samconfig.toml").write_text(TOML, encoding="utf-8")
    (short,) = hidden_for(tmp_path)
    assert "orders-work hides a message for 30 s, the function may take 60 s" in short

    (tmp_path / "template.yaml").write_text(TEMPLATE, encoding="utf-8")
    (tmp_path / "infra.yaml").unlink()
    (longer,) = hidden_for(tmp_path, "prod")  # names no template: the usual one
    assert "may take 90 s" in longer


def test_what_cannot_be_parsed_is_said_in_one_line(tmp_path):
    broken = tmp_path / "samconfig.toml"
    broken.write_text('[default.deploy.parameters]\nstack_name = "orders\n', encoding="utf-8")

    report = diagnose([str(broken)])

    (said,) = report.stats.unreadable
    assert "samconfig.toml: not TOML" in said
