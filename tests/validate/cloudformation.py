"""CloudFormation templates and CDK output, right and wrong."""

import json

from tests.validate.sample import PYTHON, Sample

GOOD = """
AWSTemplateFormatVersion: '2010-09-09'
Parameters:
  Limit: {Type: Number, Default: 30}
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Principal: {Service: lambda.amazonaws.com}
            Action: sts:AssumeRole
      ManagedPolicyArns:
        - arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole
  Worker:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: worker
      Role: !GetAtt Role.Arn
      Handler: index.handler
      Runtime: python3.13
      Timeout: !Ref Limit
      MemorySize: 256
      Code:
        ZipFile: |
          def handler(event, context):
              return {"batchItemFailures": []}
  Jobs:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: jobs
      VisibilityTimeout: 180
      RedrivePolicy: {deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 5}
  Dead:
    Type: AWS::SQS::Queue
    Properties:
      MessageRetentionPeriod: 1209600
  Poll:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      EventSourceArn: !GetAtt Jobs.Arn
      FunctionName: !Ref Worker
      FunctionResponseTypes: [ReportBatchItemFailures]
"""
SAMPLES = (
    Sample("right", GOOD),
    Sample("right in JSON's clothes", '{\n  "Resources": {"Q": {"Type": "AWS::SQS::Queue"}}\n}\n',
           file="stack.json"),
    Sample("hidden for too short", GOOD.replace("180", "20"),
           ((33, "queues/visibility-timeout"),)),
    Sample("a parameter that is not there", GOOD.replace("!Ref Limit", "!Ref Limits"),
           ((23, "template/reference-unknown"),)),
    Sample("inline code is index", GOOD.replace("index.handler", "app.handler"),
           ((21, "template/handler-missing"),)),
    Sample("no code", GOOD[: GOOD.index("      Code:")] + GOOD[GOOD.index("  Jobs:"):],
           ((16, "template/code-missing"),)),
    Sample("no such runtime", GOOD.replace("python3.13", "python"),
           ((22, "template/runtime-unknown"),)),
    Sample("the role does not trust Lambda", GOOD.replace("lambda.amaz", "ec2.amaz"),
           ((8, "template/role-not-trusting"),)),
    Sample("right: the role's trust is worked out by a deployment",
           GOOD.replace("lambda.amazonaws.com", "!Sub 'lambda.${AWS::URLSuffix}'")),
    Sample(
        "the batch has no window",
        GOOD.replace("      FunctionResponseTypes", "      BatchSize: 500\n      FunctionResponseTypes"),
        ((44, "queues/batch-settings"),),
    ),
    Sample("two wait for each other",
           GOOD.replace("QueueName: jobs", "QueueName: !Sub 'of-${Poll}'"),
           ((32, "template/circular-reference"),)),
    Sample("broken JSON", '{\n  "Resources": {\n    "Q": {"Type": "AWS::SQS::Queue",}\n  }\n}\n',
           ((3, "template/unreadable"),), file="stack.json"),
    Sample("a tab", GOOD.replace("  Worker:", "\tWorker:"), ((16, "template/unreadable"),)),
)  # fmt: skip


def cdk(**changed: object) -> str:
    """What `cdk synth` writes for a function and its queue."""
    function = {
        "Code": {
            "S3Bucket": {"Fn::Sub": "cdk-hnb659fds-assets-${AWS::AccountId}"},
            "S3Key": "a.zip",
        },
        "Handler": "app.handler",
        "Runtime": "python3.13",
        "Timeout": 60,
        "MemorySize": 512,
        "Role": "arn:aws:iam::111122223333:role/shop",
    } | changed
    tree = {
        "Resources": {
            "Fn9270CBC0": {
                "Type": "AWS::Lambda::Function",
                "Properties": function,
                "Metadata": {"aws:cdk:path": "Shop/Fn/Resource", "aws:asset:path": "asset.1",
                             "aws:asset:property": "Code"},
            }
        },
        "Parameters": {"BootstrapVersion": {"Type": "AWS::SSM::Parameter::Value<String>",
                                            "Default": "/cdk-bootstrap/hnb659fds/version"}},
    }  # fmt: skip
    return json.dumps(tree, indent=1)


ASSET = {"asset.1/app.py": PYTHON["src/app.py"]}
CDK = (
    Sample("cdk: right", cdk(), files=ASSET, file="Shop.template.json"),
    Sample("cdk: no such asset", cdk(), ((20, "template/code-missing"),), file="Shop.template.json"),
    Sample("cdk: no such function", cdk(Handler="app.main"), ((12, "template/handler-undefined"),),
           files=ASSET, file="Shop.template.json"),
    Sample("cdk: no such runtime", cdk(Runtime="python3.13x"), ((13, "template/runtime-unknown"),),
           files=ASSET, file="Shop.template.json"),
)  # fmt: skip
