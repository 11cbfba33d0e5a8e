"""Arguments of one Terraform resource → properties, shaped as CloudFormation has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.sources.documents.build import UNRESOLVED
from lambda_triage.sources.templates.terraform_types import TYPES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from lambda_triage.evidence.documents import Json

    Tree = dict[str, Json]

# Values that the provider writes into its state where nothing is set.
UNSET: dict[str, tuple[Json, ...]] = {
    "ReservedConcurrentExecutions": (-1,), "ParallelizationFactor": (0,),
    "MaximumRecordAgeInSeconds": (0,), "MaximumEventAgeInSeconds": (0,), "TimeoutInMillis": (0,),
}  # fmt: skip
FOREVER = {"RetentionInDays": 0}  # days: the provider's word for never, AWS tells nothing
ONE_OF_MANY = ("Roles", "Queues", "Topics")
ITSELF = "?:self"  # a group that a rule of its own names
NOTIFIED = {  # block of a bucket notification → list in CloudFormation, its target in both
    "lambda_function": ("LambdaConfigurations", "lambda_function_arn", "Function"),
    "queue": ("QueueConfigurations", "queue_arn", "Queue"),
    "topic": ("TopicConfigurations", "topic_arn", "Topic"),
}


def shaped(type: str, body: Mapping[str, Json]) -> tuple[str, Tree]:
    """CloudFormation's type, where known, and the properties in its words."""
    known, renames = TYPES.get(type, (type, {}))
    if type == "aws_s3_bucket_notification":
        return known, _notification(body)
    properties = _renamed(body, renames)
    for name, values in UNSET.items():
        if properties.get(name, ...) in values:
            del properties[name]
    for name, never in FOREVER.items():
        if properties.get(name) == never:
            del properties[name]
    for name in ONE_OF_MANY:
        if name in properties and not isinstance(properties[name], list):
            properties[name] = [properties[name]]
    shape = SHAPES.get(known)
    return known, shape(properties) if shape else properties


def _renamed(body: Mapping[str, Json], renames: Mapping[str, str]) -> Tree:
    found: Tree = {}
    for path, value in _leaves(body, renames):
        _put(found, (renames.get(path) or _pascal(path)).split("."), value)
    return found


def _leaves(
    body: Mapping[str, Json], renames: Mapping[str, str], head: str = ""
) -> list[tuple[str, Json]]:
    leaves: list[tuple[str, Json]] = []
    for name, value in body.items():
        path = f"{head}{name}"
        nested = any(r.startswith(f"{path}.") for r in renames)
        if isinstance(value, dict) and nested and path not in renames and UNRESOLVED not in value:
            leaves.extend(_leaves(value, renames, f"{path}."))
        else:
            leaves.append((path, value))
    return leaves


def _put(body: Tree, path: list[str], value: Json) -> None:
    for part in path[:-1]:
        inner = body.setdefault(part, {})
        if not isinstance(inner, dict):
            return
        body = inner
    body[path[-1]] = value


def _pascal(path: str) -> str:
    """`batch_size` → `BatchSize`, as CloudFormation writes it."""
    return ".".join("".join(w.capitalize() for w in p.split("_")) for p in path.split("."))


def capitals(value: Json) -> Json:
    """The same with the names of all blocks inside in CloudFormation's words."""
    if isinstance(value, list):
        return [capitals(v) for v in value]
    if isinstance(value, dict) and UNRESOLVED not in value:
        return {_pascal(k): capitals(v) for k, v in value.items()}
    return value


def objects(value: Json) -> list[Tree]:
    """Blocks of one kind, however many there are."""
    found = value if isinstance(value, list) else [value]
    return [v for v in found if isinstance(v, dict) and UNRESOLVED not in v]


def listed(value: Json) -> list[Json]:
    """A list of values, also where it stands for one."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _notification(body: Mapping[str, Json]) -> Tree:
    found: Tree = {}
    for block, (name, told, target) in NOTIFIED.items():
        found[name] = [
            {"Event": event, target: rule.get(told), "Filter": _key_filter(rule)}
            for rule in objects(body.get(block))
            for event in listed(rule.get("events"))
        ]
    if body.get("eventbridge") is True:
        found["EventBridgeConfiguration"] = {"EventBridgeEnabled": True}
    return {"Bucket": body.get("bucket"), "NotificationConfiguration": found}


def _key_filter(rule: Tree) -> Json:
    rules: list[Json] = [
        {"Name": kind, "Value": rule[f"filter_{kind}"]}
        for kind in ("prefix", "suffix")
        if rule.get(f"filter_{kind}")
    ]
    return {"S3Key": {"Rules": rules}} if rules else None


def _mapping(properties: Tree) -> Tree:
    filters = properties.get("FilterCriteria")
    if isinstance(filters, dict) and "filter" in filters:
        patterns: list[Json] = [{"Pattern": f.get("pattern")} for f in objects(filters["filter"])]
        properties["FilterCriteria"] = {"Filters": patterns}
    access = properties.pop("SourceAccessConfiguration", None)
    if access:
        pairs: list[Json] = [
            {"Type": a.get("type"), "URI": a.get("uri")} for a in objects(access)
        ]  # fmt: skip
        properties["SourceAccessConfigurations"] = pairs
    for name in ("Topics", "Queues"):
        if properties.get(name) == []:
            del properties[name]
    return properties


def _group(properties: Tree) -> Tree:
    for name, peer in (("SecurityGroupIngress", "Source"), ("SecurityGroupEgress", "Destination")):
        rules = properties.pop(name, None)
        if isinstance(rules, dict) and UNRESOLVED in rules:
            continue
        if rules is not None:
            told = [list(rules_of(rule, peer)) for rule in objects(rules)]
            if all(told):  # one that cannot be read may be the one that admits
                properties[name] = [one for found in told for one in found]
    return properties


def rules_of(rule: Tree, peer: str) -> Iterator[Json]:
    """One rule for each peer of a block; none where a peer is known only to a deployment.

    peer  `Source` of what comes in, `Destination` of what goes out
    """
    head: Tree = {
        "IpProtocol": str(rule.get("protocol", rule.get("ip_protocol", "-1"))),
        "FromPort": rule.get("from_port"), "ToPort": rule.get("to_port"),
    }  # fmt: skip
    peers = (
        ("cidr_blocks", "CidrIp"), ("cidr_ipv4", "CidrIp"), ("ipv6_cidr_blocks", "CidrIpv6"),
        ("cidr_ipv6", "CidrIpv6"), ("security_groups", f"{peer}SecurityGroupId"),
        ("source_security_group_id", f"{peer}SecurityGroupId"),
        ("referenced_security_group_id", f"{peer}SecurityGroupId"),
    )  # fmt: skip
    found: list[Json] = [
        {**head, name: value} for told, name in peers for value in listed(rule.get(told)) if value
    ]
    lists: list[Json] = [
        {**head, "PrefixListIds": [{"PrefixListId": p}]}
        for told in ("prefix_list_ids", "prefix_list_id")
        for p in listed(rule.get(told))
        if p
    ]
    if rule.get("self") is True:
        found.append({**head, f"{peer}SecurityGroupId": ITSELF})
    if not any(UNRESOLVED in str(one) for one in found):
        yield from (*found, *lists)


def _table(properties: Tree) -> Tree:
    routes = objects(properties.pop("Route", None))
    if routes:
        properties["Routes"] = [capitals({k: v for k, v in r.items() if v}) for r in routes]
    return properties


def _role(properties: Tree) -> Tree:
    inline = objects(properties.pop("InlinePolicy", None))
    policies: list[Json] = [
        {"PolicyName": p.get("name"), "PolicyDocument": p.get("policy")}
        for p in inline
        if p.get("policy")
    ]
    if policies:
        properties["Policies"] = policies
    return properties


def _target(properties: Tree) -> Tree:
    rule = properties.get("Rule")
    if isinstance(rule, str) and not rule.startswith(("?:", "arn:")):
        properties["Rule"] = f"?:{rule}"
    return properties


def _api(properties: Tree) -> Tree:
    for name in ("CorsConfiguration", "Cors"):
        if name in properties:
            properties[name] = capitals(properties[name])
    return properties


SHAPES: dict[str, Callable[[Tree], Tree]] = {
    "AWS::Lambda::EventSourceMapping": _mapping,
    "AWS::EC2::SecurityGroup": _group,
    "AWS::EC2::RouteTable": _table,
    "AWS::IAM::Role": _role,
    "AWS::Events::Target": _target,
    "AWS::ApiGatewayV2::Api": _api,
}
