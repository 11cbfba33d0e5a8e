"""What AWS's own managed policies allow that execution roles often have; nobody exports these."""

from __future__ import annotations

import re

from lambda_triage.iam.document import Policy, parse

# Source: AWS managed policy reference, the JSON of each policy's default version, as of 2026-11.
_LOGS = "logs:CreateLogGroup logs:CreateLogStream logs:PutLogEvents"
_OF_AWS = re.compile(r"arn:aws[\w-]*:iam::aws:policy/(?:[\w-]{1,64}/){0,4}([\w-]{1,128})")
_ALLOWED = {
    "AWSLambdaBasicExecutionRole": _LOGS,
    "AWSLambdaBasicDurableExecutionRolePolicy": _LOGS
    + " lambda:CheckpointDurableExecution lambda:GetDurableExecutionState",
    "AWSLambdaVPCAccessExecutionRole": _LOGS
    + " ec2:CreateNetworkInterface ec2:DescribeNetworkInterfaces ec2:DescribeSubnets"
    " ec2:DeleteNetworkInterface ec2:AssignPrivateIpAddresses ec2:UnassignPrivateIpAddresses",
    "AWSLambdaSQSQueueExecutionRole": _LOGS
    + " sqs:ReceiveMessage sqs:DeleteMessage sqs:GetQueueAttributes",
    "AWSLambdaKinesisExecutionRole": _LOGS
    + " kinesis:DescribeStream kinesis:DescribeStreamSummary kinesis:GetRecords"
    " kinesis:GetShardIterator kinesis:ListShards kinesis:ListStreams kinesis:SubscribeToShard",
    "AWSLambdaDynamoDBExecutionRole": _LOGS
    + " dynamodb:DescribeStream dynamodb:GetRecords dynamodb:GetShardIterator"
    " dynamodb:ListStreams",
    "AWSLambdaMSKExecutionRole": _LOGS
    + " kafka:DescribeCluster kafka:DescribeClusterV2 kafka:GetBootstrapBrokers"
    " ec2:CreateNetworkInterface ec2:DescribeNetworkInterfaces ec2:DescribeVpcs"
    " ec2:DeleteNetworkInterface ec2:DescribeSubnets ec2:DescribeSecurityGroups",
    "AWSXRayDaemonWriteAccess": "xray:PutTraceSegments xray:PutTelemetryRecords"
    " xray:GetSamplingRules xray:GetSamplingTargets xray:GetSamplingStatisticSummaries",
    "AWSLambdaRole": "lambda:InvokeFunction",
    "AmazonS3ReadOnlyAccess": "s3:Get* s3:List* s3:Describe* s3-object-lambda:Get*"
    " s3-object-lambda:List*",
    "AmazonS3FullAccess": "s3:* s3-object-lambda:*",
    "AmazonSQSFullAccess": "sqs:*",
    "AmazonKinesisFullAccess": "kinesis:*",
    "AmazonSSMReadOnlyAccess": "ssm:Describe* ssm:Get* ssm:List*",
    "AdministratorAccess": "*",
}


def managed(arn: str) -> Policy | None:
    """The policy of this ARN, where AWS wrote it and it is one of those known here."""
    found = _OF_AWS.fullmatch(arn)
    actions = _ALLOWED.get(found[1]) if found else None
    if found is None or actions is None:
        return None
    statement = {"Effect": "Allow", "Action": actions.split(), "Resource": "*"}
    return parse({"Version": "2012-10-17", "Statement": [statement]}, name=found[1])
