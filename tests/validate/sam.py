"""SAM templates, right and wrong."""

from tests.validate.sample import NODE, PYTHON, Sample

HEAD = """
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
"""
FUNCTION = """\
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src/
      Handler: app.handler
      Runtime: python3.13
      Timeout: 60
      MemorySize: 512
"""  # lines 4 to 11
QUEUE = """\
      Events:
        Jobs:
          Type: SQS
          Properties:
            Queue: !GetAtt Jobs.Arn
            FunctionResponseTypes: [ReportBatchItemFailures]
  Jobs:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: 360
      RedrivePolicy: {deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 5}
  Dead:
    Type: AWS::SQS::Queue
    Properties:
      MessageRetentionPeriod: 1209600
"""  # lines 12 to 26

GOOD = HEAD + FUNCTION + QUEUE
SAMPLES = (
    Sample("right", GOOD, files=PYTHON),
    Sample("right under any name", GOOD, files=PYTHON, file="orders.stack"),
    Sample(
        "right with the code for all functions",
        HEAD.replace("Resources:", "Globals:\n  Function:\n    CodeUri: src/\nResources:")
        + FUNCTION.replace("      CodeUri: src/\n", ""),
        files=PYTHON,
    ),
    Sample(
        "right: TypeScript is compiled",
        HEAD
        + FUNCTION.replace("python3.13", "nodejs22.x")
        + "    Metadata: {BuildMethod: esbuild, BuildProperties: {EntryPoints: [main.ts]}}\n",
        files={"src/main.ts": "export const handler = 1"},
    ),
    Sample(
        "right: a package that is installed brings the handler",
        HEAD + FUNCTION.replace("app.handler", "wsgi_bridge.main.handler"),
        files={"src/requirements.txt": "wsgi-bridge==2.0\n"},
    ),
    Sample("right: Node.js", HEAD + FUNCTION.replace("python3.13", "nodejs24.x"), files=NODE),
    Sample(
        "right: an image",
        HEAD + FUNCTION.replace("CodeUri: src/", "PackageType: Image")
        .replace("      Handler: app.handler\n      Runtime: python3.13\n", ""),
    ),
    Sample(
        "right: inline code",
        HEAD + FUNCTION.replace("CodeUri: src/", "InlineCode: 'def handler(e, c): pass'")
        .replace("app.handler", "index.handler"),
    ),
    Sample("no such folder", GOOD, ((7, "template/code-missing"),)),
    Sample("nowhere", HEAD + FUNCTION.replace("      CodeUri: src/\n", ""),
           ((4, "template/code-missing"),)),
    Sample(
        "built code is not there yet",
        HEAD + FUNCTION.replace("src/", "target/orders.jar").replace("python3.13", "java21"),
        warnings=("template/code-missing",),
    ),
    Sample("no such file", HEAD + FUNCTION.replace("app.handler", "main.handler"),
           ((8, "template/handler-missing"),), files=PYTHON),
    Sample(
        "no such file, but a layer may bring it",
        HEAD + FUNCTION.replace("app.handler", "main.handler")
        + "      Layers: ['arn:aws:lambda:eu-west-1:111122223333:layer:web:4']\n",
        warnings=("template/handler-missing",),
        files=PYTHON,
    ),
    Sample("no such function", HEAD + FUNCTION.replace("app.handler", "app.main"),
           ((8, "template/handler-undefined"),), files=PYTHON),
    Sample(
        "no such export",
        HEAD + FUNCTION.replace("app.handler", "app.main").replace("python3.13", "nodejs24.x"),
        ((8, "template/handler-undefined"),),
        files=NODE,
    ),
    Sample("no handler", HEAD + FUNCTION.replace("      Handler: app.handler\n", ""),
           ((4, "template/handler-absent"),), files=PYTHON),
    Sample("inline code is index",
           HEAD + FUNCTION.replace("CodeUri: src/", "InlineCode: 'def handler(e, c): pass'"),
           ((8, "template/handler-missing"),)),
    Sample("no such runtime", HEAD + FUNCTION.replace("python3.13", "python3.13.x"),
           ((9, "template/runtime-unknown"),), files=PYTHON),
    Sample("a runtime that nobody knows yet", HEAD + FUNCTION.replace("python3.13", "python3.19"),
           warnings=("template/runtime-unknown",), files=PYTHON),
    Sample("a deprecated runtime", HEAD + FUNCTION.replace("python3.13", "python3.8"),
           warnings=("configuration/runtime-deprecated",), files=PYTHON),
    Sample("a runtime that is gone", HEAD + FUNCTION.replace("python3.13", "python2.7"),
           ((9, "configuration/runtime-deprecated"),), files=PYTHON),
    Sample("hidden for too short", GOOD.replace("VisibilityTimeout: 360", "VisibilityTimeout: 30"),
           ((21, "queues/visibility-timeout"),), files=PYTHON),
    Sample(
        "more pollers than reserved",
        GOOD.replace("MemorySize: 512", "ReservedConcurrentExecutions: 5")
        .replace("            Queue:", "            ScalingConfig: {MaximumConcurrency: 50}\n"
                                       "            Queue:"),
        ((16, "queues/poller-overscale"),),
        files=PYTHON,
    ),
    Sample("failed messages expire first", GOOD.replace("1209600", "3600"),
           warnings=("queues/dead-letter-retention",), files=PYTHON),
    Sample(
        "the API gives up first",
        HEAD + FUNCTION + "      Events:\n        Web:\n          Type: Api\n"
        "          Properties: {Path: /orders, Method: post}\n",
        warnings=("api/shorter-than-function",),
        files=PYTHON,
    ),
    Sample(
        "a bucket and its function",
        HEAD + FUNCTION + "      Environment: {Variables: {BUCKET: !Ref Inbox}}\n"
        "      Events:\n        Put:\n          Type: S3\n          Properties:\n"
        "            Bucket: !Ref Inbox\n            Events: s3:ObjectCreated:*\n"
        "  Inbox:\n    Type: AWS::S3::Bucket\n",
        ((14, "template/circular-reference"),),
        files=PYTHON,
    ),
    Sample("no such resource", GOOD.replace("GetAtt Dead.Arn", "GetAtt Deadd.Arn"),
           ((22, "template/reference-unknown"),), files=PYTHON),
    Sample(
        "a layer of another processor",
        HEAD + FUNCTION + "      Architectures: [arm64]\n      Layers:\n        - arn:aws:lambda:eu-west-1:"
        "017000801446:layer:AWSLambdaPowertoolsPythonV3-python313-x86_64:4\n",
        ((14, "packaging/layer-of-another-architecture"),),
        files=PYTHON,
    ),
    Sample("an included file is not there",
           HEAD + "  Flow:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n"
           "      DefinitionUri: flow.asl.json\n", ((7, "template/file-missing"),)),
    Sample("broken YAML", HEAD + "  Orders:\n    Type: [AWS::Serverless::Function\n    Properties:\n",
           ((6, "template/unreadable"),)),
)  # fmt: skip
