"""Shapes of AWS answers: which operation a JSON object can be the answer of."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TypeAlias

from msgspec import Struct

Json: TypeAlias = dict[str, "Json"] | list["Json"] | str | int | float | bool | None

# Members that say nothing of the operation.
PAGING = {
    "ResponseMetadata", "NextToken", "nextToken", "NextMarker", "Marker", "IsTruncated",
    "UnprocessedTraceIds", "position", "$metadata",
}  # fmt: skip
# What an answer of these operations always holds, so that no log line in JSON reads as one.
ALWAYS = {
    "sns.GetTopicAttributes": "Attributes.TopicArn",
    "sns.GetSubscriptionAttributes": "Attributes.SubscriptionArn",
    "kinesis.DescribeStream": "StreamDescription.StreamARN",
    "iam.GetPolicyVersion": "PolicyVersion.Document",
    "iam.GetRole": "Role.AssumeRolePolicyDocument",
    "cloudformation.GetTemplate": "TemplateBody",
    "events.DescribeRule": "Arn",
    "events.DescribeArchive": "EventSourceArn",
    "apigateway.GetRestApi": "endpointConfiguration",
    "apigateway.GetRestApis": "items.endpointConfiguration",
    "apigateway.GetIntegration": "timeoutInMillis",
    "apigateway.GetMethod": "authorizationType",
    "apigateway.GetAuthorizers": "items.type",
    "apigateway.GetDeployments": "items.createdDate",
    "apigateway.GetGatewayResponses": "items.responseType",
    "apigateway.GetUsagePlans": "items.apiStages",
    "mq.DescribeBroker": "BrokerArn",
    "service-quotas.GetServiceQuota": "Quota.QuotaCode",
    "apigateway.GetStage": "deploymentId",
    "apigateway.GetStages": "item.deploymentId",
    "apigateway.GetDomainName": "domainName",
    "apigateway.GetDomainNames": "items.domainName",
    "apigateway.GetBasePathMapping": "restApiId",
    "apigateway.GetBasePathMappings": "items.restApiId",
    "apigatewayv2.GetDomainName": "DomainName",
    "apigatewayv2.GetDomainNames": "Items.DomainName",
    "apigatewayv2.GetApiMapping": "ApiMappingId",
    "apigatewayv2.GetApiMappings": "Items.ApiMappingId",
    "apigatewayv2.GetApi": "ApiId",
    "apigatewayv2.GetIntegration": "IntegrationType",
    "apigatewayv2.GetStage": "StageName",
    "ec2.DescribeVpcAttribute": "VpcId",
    "scheduler.GetSchedule": "ScheduleExpression",
    "pipes.DescribePipe": "Source",
    "stepfunctions.DescribeStateMachine": "stateMachineArn",
    "stepfunctions.DescribeExecution": "executionArn",
    "ecr.GetRepositoryPolicy": "policyText",
    "lambda.GetDurableExecution": "DurableExecutionArn",
}
# Enough by themselves.
ALONE = {"Policy", "ReservedConcurrentExecutions", "policyText", "RecursiveLoop"}
FEWEST = 2  # members of plain values that an object must have, so that no log line is an answer


class Shape(Struct, frozen=True):
    """The members of one operation's answer; None for plain values, else the names inside."""

    operation: str
    members: dict[str, frozenset[str] | None]


@cache
def shapes() -> tuple[Shape, ...]:
    """All shapes, in the order of the table."""
    text = files("lambda_triage.facts").joinpath("answers.tsv").read_text(encoding="utf-8")
    rows = (line.partition("\t") for line in text.splitlines() if not line.startswith("#"))
    return tuple(Shape(name, _members(json.loads(members))) for name, _, members in rows)


def _members(told: dict[str, object]) -> dict[str, frozenset[str] | None]:
    found: dict[str, frozenset[str] | None] = {}
    for name, inner in told.items():
        while isinstance(inner, list) and inner and isinstance(inner[0], list):
            inner = inner[0]
        found[name] = frozenset(str(i) for i in inner) if isinstance(inner, list) else None
    return found


def operations(value: Json) -> tuple[str, ...]:
    """The operations that *value* can be the answer of; empty for any other JSON."""
    if not isinstance(value, dict):
        return ()
    keys = value.keys() - PAGING
    if not keys:
        return ()
    fitting = [s for s in shapes() if keys <= s.members.keys() and _fits(value, keys, s)]
    return tuple(s.operation for s in fitting)


def _fits(value: dict[str, Json], keys: set[str], shape: Shape) -> bool:
    always = ALWAYS.get(shape.operation)
    if always and not _holds(value, always):
        return False
    structured = 0
    for key in keys:
        names = shape.members[key]
        if names is None:
            if isinstance(value[key], list):
                return False
            continue
        if not _inner_fits(value[key], names):
            return False
        structured += 1
    return structured > 0 or len(keys) >= FEWEST or keys <= ALONE


def _holds(value: dict[str, Json], path: str) -> bool:
    head, _, rest = path.partition(".")
    inner = value.get(head)
    if not rest:
        return head in value
    if isinstance(inner, list):
        inner = inner[0] if inner else {rest: None}
    return isinstance(inner, dict) and rest in inner


def _inner_fits(value: Json, names: frozenset[str]) -> bool:
    """Whether an object, or the first of a list of objects, has only the members of the model."""
    if isinstance(value, list):
        if not value:
            return True
        value = value[0]
        if not names:
            return not isinstance(value, dict)
    if value is None:
        return True
    return isinstance(value, dict) and ("*" in names or value.keys() <= names)
