"""From an API call to its action, and what each action works on."""

from __future__ import annotations

import pytest

from lambda_triage.iam import access_level, authorized_actions, iam_actions, resource_types
from lambda_triage.iam.actions import _OTHER_NAMES

CALLS = [
    ("s3", "ListObjectsV2", ("s3:ListBucket",)),
    ("s3", "listObjectsV2", ("s3:ListBucket",)),
    ("AmazonS3", "HeadObject", ("s3:GetObject",)),
    ("S3Client", "CopyObject", ("s3:GetObject", "s3:PutObject")),
    ("dynamodb", "GetItem", ("dynamodb:GetItem",)),
    ("dynamodb", "TransactWriteItems", ()),
    ("DynamoDB Streams", "GetRecords", ("dynamodb:GetRecords",)),
    ("stepfunctions", "StartExecution", ("states:StartExecution",)),
    ("SFN", "StartExecution", ("states:StartExecution",)),
    ("CloudWatch Logs", "PutLogEvents", ("logs:PutLogEvents",)),
    ("monitoring.amazonaws.com", "PutMetricData", ("cloudwatch:PutMetricData",)),
    ("EventBridge", "PutEvents", ("events:PutEvents",)),
    ("SESv2", "SendEmail", ("ses:SendEmail",)),
    ("lambda", "Invoke", ("lambda:InvokeFunction",)),
    ("kms", "ReEncrypt", ("kms:ReEncryptFrom", "kms:ReEncryptTo")),
    ("ApiGatewayManagementApi", "PostToConnection", ("execute-api:ManageConnections",)),
    ("Bedrock Runtime", "InvokeModel", ("bedrock:InvokeModel",)),
    ("iot-data", "Publish", ("iot:Publish",)),
    ("s3", "NoSuchOperation", ()),
    ("nothing", "GetObject", ()),
    ("@bucket\n=s3", "GetObject", ()),
]


@pytest.mark.parametrize(("client", "operation", "expected"), CALLS)
def test_a_call_names_its_actions(client, operation, expected) -> None:
    assert iam_actions(client, operation) == expected


TYPES = [
    ("s3:GetObject", ["accesspointobject", "object"]),
    ("S3:listbucket", ["accesspoint", "bucket"]),
    ("s3:ListAllMyBuckets", []),
    ("ec2:DescribeNetworkInterfaces", []),
    ("sqs:SendMessage", ["queue"]),
]


@pytest.mark.parametrize(("action", "expected"), TYPES)
def test_an_action_names_its_resources(action, expected) -> None:
    types = resource_types(action)

    assert types is not None
    assert [one.name for one in types] == expected


def test_a_resource_type_tells_the_form_of_its_arn() -> None:
    types = resource_types("sqs:SendMessage")

    assert types is not None
    assert types[0].arn == "arn:${Partition}:sqs:${Region}:${Account}:${QueueName}"


def test_an_action_that_is_not_known_has_no_types_and_no_level() -> None:
    assert (resource_types("s3:Nope"), access_level("s3:Nope")) == (None, None)


def test_every_other_name_is_an_action_of_the_service() -> None:
    renamed = {
        f"{prefix}:{name}"
        for prefix, calls in _OTHER_NAMES.items()
        for names in calls.values()
        for name in names.split()
    }
    known = {action for prefix in _OTHER_NAMES for action in authorized_actions(prefix)}

    assert renamed - known == set()


def test_access_levels_are_told() -> None:
    assert access_level("s3:PutObject") == "Write"
