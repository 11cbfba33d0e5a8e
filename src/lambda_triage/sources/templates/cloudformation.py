"""CloudFormation, SAM and CDK output → declared resources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.errors import FormatError
from lambda_triage.evidence.documents import Declared
from lambda_triage.sources.templates.load import lines_of, load
from lambda_triage.sources.templates.resolve import Resolver
from lambda_triage.sources.templates.sam import expanded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lambda_triage.evidence.documents import Json

# Properties that name a resource; a resource without one goes by its logical id.
NAMES = (
    "FunctionName", "QueueName", "TopicName", "TableName", "BucketName", "StateMachineName",
    "RoleName", "LogGroupName", "AlarmName", "StreamName", "Name",
)  # fmt: skip
OWN_NAME = {
    "AWS::Lambda::EventSourceMapping", "AWS::Lambda::Permission", "AWS::Lambda::Alias",
    "AWS::Lambda::EventInvokeConfig", "AWS::Lambda::Url", "AWS::Lambda::Version",
    "AWS::Logs::SubscriptionFilter", "AWS::ApiGateway::Authorizer", "AWS::Serverless::Api",
    "AWS::ApiGatewayV2::Authorizer", "AWS::ApiGateway::RestApi", "AWS::ApiGatewayV2::Api",
    "AWS::Serverless::HttpApi", "AWS::CloudWatch::Alarm", "AWS::Lambda::LayerVersion",
}  # fmt: skip  # their Name or FunctionName is not what others refer to


def cloudformation(text: str, values: Mapping[str, str]) -> tuple[Declared, ...]:
    """All resources; SAM's functions bring their events along. Raises FormatError.

    values  of the parameters, as deployed; the others have their defaults
    """
    tree = load(text)
    resources = tree.get("Resources") if isinstance(tree, dict) else None
    if not isinstance(tree, dict) or not isinstance(resources, dict):
        raise FormatError("the template has no Resources")
    told: dict[str, Json] = {name: {"Default": value} for name, value in values.items()}
    return declared(text, tree | {"Parameters": _part(tree, "Parameters") | told}, resources)


def declared(
    text: str, tree: Mapping[str, Json], resources: Mapping[str, Json]
) -> tuple[Declared, ...]:
    """The resources of a tree, with their references worked out."""
    known = {k: v for k, v in resources.items() if isinstance(v, dict)}
    parameters, mappings = _part(tree, "Parameters"), _part(tree, "Mappings")
    keys, lines = keys_of(tree), lines_of(text)
    resolver = Resolver(keys, parameters, mappings, _part(tree, "Conditions"))
    found: list[Declared] = []
    for id, body in known.items():
        resolver.used = set()
        properties = resolver.value(_part(body, "Properties"))
        after = body.get("DependsOn")
        found.append(
            Declared(
                id=id,
                type=str(body.get("Type") or ""),
                properties=properties if isinstance(properties, dict) else {},
                line=lines.get(id),
                depends_on=tuple(str(a) for a in after)
                if isinstance(after, list)
                else ((str(after),) if after else ()),
                references=tuple(sorted(resolver.used)),
            )
        )
    globals_ = resolver.value(_part(tree, "Globals"))
    return expanded(tuple(found), globals_ if isinstance(globals_, dict) else {}, keys)


def keys_of(tree: Mapping[str, Json]) -> dict[str, str]:
    """What each logical id stands for: the name that its resource is given, else the id."""
    plain = Resolver({}, _part(tree, "Parameters"), _part(tree, "Mappings"), {})
    resources = _part(tree, "Resources")
    return {
        id: f"?:{_named(id, body, plain)}"
        for id, body in resources.items()
        if isinstance(body, dict)
    }


def _named(id: str, body: Mapping[str, Json], plain: Resolver) -> str:
    if body.get("Type") in OWN_NAME:
        return id
    properties = _part(body, "Properties")
    for wanted in NAMES:
        value = plain.value(properties.get(wanted))
        if isinstance(value, str) and "${" not in value:
            return value
    return id


def _part(body: Mapping[str, Json], name: str) -> dict[str, Json]:
    value = body.get(name)
    return value if isinstance(value, dict) else {}
