"""One call of every operation that the printed policy is for, and how AWS takes it.

The parameters are made out of botocore's model and name nothing that exists: IAM decides before
anything is looked up, so an outcome other than a refusal says that the call was let through.
"""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING

import botocore.session
from botocore import xform_name
from botocore.exceptions import ClientError
from botocore.parsers import ResponseParserError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from botocore.model import ServiceModel, Shape

    from tests.live.account import Account

DENIED = ("AccessDenied", "AccessDeniedException", "AuthorizationError", "UnauthorizedOperation",
          "UnauthorizedException")  # fmt: skip
NAMED = re.compile(r"not authorized to perform:?\s+(?P<action>[\w-]+:\w+)")
AT_ONCE = 4  # ministack answers one after the other; more only wait
UUID = "0f1e2d3c-4b5a-4697-8877-665544332211"
# By the member's name, where AWS looks at the form; `{account}` is the caller's.
TEXTS = {
    "FunctionName": "absent",
    "UUID": UUID,
    "PolicyArn": "arn:aws:iam::{account}:policy/absent",
    "PolicySourceArn": "arn:aws:iam::{account}:role/absent",
    "KeyId": UUID,
    "PolicyName": "absent",
    "TargetArn": "arn:aws:lambda:eu-central-1:{account}:function:absent",
    "QueueUrl": "{url}/{account}/absent",
    "TopicArn": "arn:aws:sns:eu-central-1:{account}:absent",
    "SubscriptionArn": f"arn:aws:sns:eu-central-1:{{account}}:absent:{UUID}",
    "StreamARN": "arn:aws:kinesis:eu-central-1:{account}:stream/absent",
    "StreamArn": "arn:aws:dynamodb:eu-central-1:{account}:table/absent/stream/2026-01-01T00:00:00.000",
    "ConsumerARN": "arn:aws:kinesis:eu-central-1:{account}:stream/absent/consumer/absent:1",
    "ClusterArn": f"arn:aws:kafka:eu-central-1:{{account}}:cluster/absent/{UUID}-1",
    "TargetGroupArn": "arn:aws:elasticloadbalancing:eu-central-1:{account}:targetgroup/absent/1",
    "LoadBalancerArn": "arn:aws:elasticloadbalancing:eu-central-1:{account}:loadbalancer/app/absent/1",
    "stateMachineArn": "arn:aws:states:eu-central-1:{account}:stateMachine:absent",
    "executionArn": "arn:aws:states:eu-central-1:{account}:execution:absent:absent",
    "DurableExecutionArn": "arn:aws:lambda:eu-central-1:{account}:function:absent:1/durable-execution/a/b",
    "analyzerArn": "arn:aws:access-analyzer:eu-central-1:{account}:analyzer/absent",
    "httpMethod": "GET",
    "StreamName": "absent",
}
# Of what the model does not demand and AWS needs all the same, or IAM decides by.
BESIDES: dict[str, dict[str, object]] = {
    "kinesis.DescribeStream": {"StreamName": "absent"},
    "kinesis.DescribeStreamSummary": {"StreamName": "absent"},
    "kinesis.DescribeStreamConsumer": {"ConsumerARN": TEXTS["ConsumerARN"]},
    "logs.FilterLogEvents": {"logGroupName": "/aws/lambda/absent"},
    "logs.DescribeLogStreams": {"logGroupName": "/aws/lambda/absent"},
    "cloudformation.DescribeStacks": {"StackName": "absent"},
    "cloudformation.GetTemplate": {"StackName": "absent"},
    "cloudformation.DescribeStackEvents": {"StackName": "absent"},
    "cloudformation.DescribeStackResources": {"StackName": "absent"},
    "stepfunctions.ListExecutions": {"stateMachineArn": TEXTS["stateMachineArn"]},
    "events.DescribeEventBus": {"Name": "absent"},
    "events.ListTargetsByRule": {"Rule": "absent", "EventBusName": "absent"},
    "rds.DescribeDBInstances": {"DBInstanceIdentifier": "absent"},
    "rds.DescribeDBClusters": {"DBClusterIdentifier": "absent"},
    "docdb.DescribeDBInstances": {"DBInstanceIdentifier": "absent"},
    "docdb.DescribeDBClusters": {"DBClusterIdentifier": "absent"},
    "elasticache.DescribeCacheClusters": {"CacheClusterId": "absent"},
    "elasticache.DescribeReplicationGroups": {"ReplicationGroupId": "absent"},
    "elbv2.DescribeListeners": {"LoadBalancerArn": TEXTS["LoadBalancerArn"]},
    "elbv2.DescribeRules": {
        "ListenerArn": "arn:aws:elasticloadbalancing:eu-central-1:{account}:listener/app/absent/1/2"
    },
}


def outcomes(account: Account, operations: Iterable[str]) -> dict[str, str]:
    """How a call of each operation ends: see `outcome`."""
    asked = list(operations)
    with ThreadPoolExecutor(AT_ONCE) as crew:
        return dict(zip(asked, crew.map(lambda one: outcome(account, one), asked), strict=True))


def outcome(account: Account, operation: str) -> str:
    """`denied <action as AWS names it>`, the code of another error, or `answers`."""
    service, _, name = operation.partition(".")
    try:
        getattr(account.client(service), xform_name(name))(**parameters(account, operation))
    except ClientError as error:
        told = error.response["Error"]
        if told["Code"] not in DENIED:
            return str(told["Code"])
        found = NAMED.search(told["Message"])
        return f"denied {found['action'] if found else ''}"
    except ResponseParserError:
        return "unreadable"
    return "answers"


def parameters(account: Account, operation: str) -> dict[str, object]:
    """The least that the model demands."""
    service, _, name = operation.partition(".")
    shape = _service(service).operation_model(name).input_shape
    needed = shape.required_members if shape else []
    made = {key: _made(shape.members[key], key) for key in needed} | BESIDES.get(operation, {})
    return {key: _filled(value, account) for key, value in made.items()}


def _filled(value: object, account: Account) -> object:
    if isinstance(value, str):
        return value.replace("{account}", account.id).replace("{url}", account.url)
    return value


def _made(shape: Shape, name: str) -> object:
    match shape.type_name:
        case "structure":
            return {key: _made(shape.members[key], key) for key in shape.required_members}
        case "list":
            return [_made(shape.member, name)]
        case "boolean":
            return True
        case "integer" | "long" | "float" | "double":
            return 60
        case "timestamp":
            return "2026-03-01T10:00:00Z"
    return (shape.enum[0] if shape.enum else None) or TEXTS.get(name) or "absent"


@cache  # a model takes a twentieth of a second to read
def _service(name: str) -> ServiceModel:
    return botocore.session.get_session().get_service_model(name)
