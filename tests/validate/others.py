"""Terraform and serverless.yml, right and wrong."""

from tests.validate.sample import NODE, PYTHON, Sample

TERRAFORM = """
data "archive_file" "code" {
  type        = "zip"
  source_dir  = "${path.module}/src"
  output_path = "${path.module}/build/code.zip"
}

resource "aws_lambda_function" "orders" {
  function_name = "orders"
  role          = aws_iam_role.orders.arn
  filename      = data.archive_file.code.output_path
  handler       = "app.handler"
  runtime       = "python3.13"
  timeout       = 60
  memory_size   = 512
}

resource "aws_sqs_queue" "jobs" {
  name                       = "jobs"
  visibility_timeout_seconds = 360
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead.arn
    maxReceiveCount     = 5
  })
}

resource "aws_sqs_queue" "dead" {
  name                      = "dead"
  message_retention_seconds = 1209600
}

resource "aws_lambda_event_source_mapping" "jobs" {
  event_source_arn        = aws_sqs_queue.jobs.arn
  function_name           = aws_lambda_function.orders.arn
  function_response_types = ["ReportBatchItemFailures"]
}
"""
SERVERLESS = """
service: orders
provider:
  name: aws
  runtime: nodejs24.x
  timeout: 20
  memorySize: 512
functions:
  api:
    handler: src/app.handler
    timeout: 20
    events:
      - sqs:
          arn: !GetAtt Jobs.Arn
          functionResponseType: ReportBatchItemFailures
resources:
  Resources:
    Jobs:
      Type: AWS::SQS::Queue
      Properties:
        VisibilityTimeout: 120
        RedrivePolicy: {deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 5}
    Dead:
      Type: AWS::SQS::Queue
      Properties: {MessageRetentionPeriod: 1209600}
"""
SAMPLES = (
    Sample("terraform: right", TERRAFORM, files=PYTHON, file="main.tf"),
    Sample("terraform: no such folder", TERRAFORM, ((3, "template/code-missing"),), file="main.tf"),
    Sample("terraform: no such file", TERRAFORM.replace("app.h", "main.h"),
           ((11, "template/handler-missing"),), files=PYTHON, file="main.tf"),
    Sample("terraform: no such function", TERRAFORM.replace("app.handler", "app.run"),
           ((11, "template/handler-undefined"),), files=PYTHON, file="main.tf"),
    Sample("terraform: hidden for too short", TERRAFORM.replace("= 360", "= 30"),
           ((19, "queues/visibility-timeout"),), files=PYTHON, file="main.tf"),
    Sample("terraform: no such runtime", TERRAFORM.replace("python3.13", "node24"),
           ((12, "template/runtime-unknown"),), files=PYTHON, file="main.tf"),
    Sample("terraform: the archive is not there yet",
           TERRAFORM.replace("data.archive_file.code.output_path", '"code.zip"'),
           warnings=("template/code-missing",), files=PYTHON, file="main.tf"),
    Sample("terraform: failed messages expire first", TERRAFORM.replace("1209600", "600"),
           warnings=("queues/dead-letter-retention",), files=PYTHON, file="main.tf"),
    Sample("terraform: broken", TERRAFORM.replace('"app.handler"', "= ="),
           ((11, "template/unreadable"),), files=PYTHON, file="main.tf"),
    Sample("terraform: JSON", """
{"resource": {
  "aws_lambda_function": {"orders": {"function_name": "orders", "timeout": 60, "image_uri": "x"}},
  "aws_sqs_queue": {"jobs": {
    "visibility_timeout_seconds": 10}},
  "aws_lambda_event_source_mapping": {"jobs": {
    "event_source_arn": "${aws_sqs_queue.jobs.arn}",
    "function_name": "${aws_lambda_function.orders.arn}"}}
}}
""", ((4, "queues/visibility-timeout"),), file="main.tf.json"),
    Sample("terraform: settings in another file", TERRAFORM.replace("= 60", "= var.limit"),
           ((19, "queues/visibility-timeout"),), file="main.tf",
           files={**PYTHON, "variables.tf": 'variable "limit" {\n  default = 900\n}\n'}),
    Sample("serverless: right", SERVERLESS, files=NODE, file="serverless.yml"),
    Sample("serverless: right in TypeScript", SERVERLESS, file="serverless.yml",
           files={"src/app.ts": "export const handler = async () => 1"}),
    Sample("serverless: right, a plugin brings the handler",
           SERVERLESS.replace("src/app.handler", "wsgi_handler.handler")
           .replace("nodejs24.x", "python3.13") + "plugins: [serverless-wsgi]\n",
           file="serverless.yml"),
    Sample("serverless: no such file", SERVERLESS, ((9, "template/handler-missing"),),
           file="serverless.yml"),
    Sample("serverless: no such export", SERVERLESS.replace("app.handler", "app.main"),
           ((9, "template/handler-undefined"),), files=NODE, file="serverless.yml"),
    Sample("serverless: hidden for too short", SERVERLESS.replace("120", "10"),
           ((20, "queues/visibility-timeout"),), files=NODE, file="serverless.yml"),
    Sample("serverless: no such runtime", SERVERLESS.replace("nodejs24.x", "nodejs24"),
           ((4, "template/runtime-unknown"),), files=NODE, file="serverless.yml"),
    Sample("serverless: broken", SERVERLESS.replace("  api:", "  api: {"),
           ((10, "template/unreadable"),), files=NODE, file="serverless.yml"),
)  # fmt: skip
