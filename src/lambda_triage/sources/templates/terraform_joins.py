"""Terraform's resources that only complete another: attachments, rules of groups, redrive policies.

They become properties of what they belong to, where CloudFormation has them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from lambda_triage.evidence.naming import same
from lambda_triage.sources.templates.terraform_shape import ITSELF, rules_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lambda_triage.evidence.documents import Declared, Json

ROLE, GROUP, QUEUE = "AWS::IAM::Role", "AWS::EC2::SecurityGroup", "AWS::SQS::Queue"
RULES = {
    "AWS::EC2::SecurityGroupIngress": ("SecurityGroupIngress", "Source"),
    "AWS::EC2::SecurityGroupEgress": ("SecurityGroupEgress", "Destination"),
}


def joined(declared: Sequence[Declared]) -> tuple[Declared, ...]:
    """The same resources, each with what others say about it."""
    return tuple(_with(resource, declared) for resource in declared)


def _with(resource: Declared, all_: Iterable[Declared]) -> Declared:
    if resource.type == ROLE:
        return _attached(resource, [d for d in all_ if d.type == f"{ROLE}PolicyAttachment"])
    if resource.type == GROUP:
        return _ruled(resource, all_)
    if resource.type == QUEUE and "RedrivePolicy" not in resource.properties:
        for one in all_:
            if one.type == "AWS::SQS::RedrivePolicy" and _is(one.properties, "QueueUrl", resource):
                told = {**resource.properties, "RedrivePolicy": one.properties.get("RedrivePolicy")}
                return replace(resource, properties=told)
    return resource


def _attached(role: Declared, attachments: list[Declared]) -> Declared:
    """All that is attached, unless one attachment leaves open whose or what it is."""
    if role.properties.get("ManagedPolicyArns"):
        return role
    mine = [a for a in attachments if _is(a.properties, "Role", role)]
    open_ = [a for a in attachments if not isinstance(a.properties.get("Role"), str)]
    arns = [a.properties.get("PolicyArn") for a in mine]
    if open_ or not all(isinstance(arn, str) and "${" not in arn for arn in arns):
        arns = [{"Fn::Unresolved": "attachments"}]
    return replace(role, properties={**role.properties, "ManagedPolicyArns": arns})


def _ruled(group: Declared, all_: Iterable[Declared]) -> Declared:
    properties: dict[str, Json] = dict(group.properties)
    open_: set[str] = set()
    for one in all_:
        kind = one.type
        if kind == "AWS::EC2::SecurityGroupRule":
            inward = one.properties.get("Type") == "ingress"
            kind = f"{GROUP}Ingress" if inward else f"{GROUP}Egress"
        if kind not in RULES or not _is(one.properties, "SecurityGroupId", group):
            continue
        name, peer = RULES[kind]
        held, plain = properties.get(name), {_snake(k): v for k, v in one.properties.items()}
        more = list(rules_of(plain, peer))
        properties[name] = [*(held if isinstance(held, list) else ()), *more]
        open_ |= set() if more else {name}
    for name, _ in RULES.values():
        rules = properties.get(name)
        if name in open_:  # a rule that cannot be read may be the one that admits
            del properties[name]
        elif isinstance(rules, list):
            properties[name] = [_own(rule, group) for rule in rules]
    return replace(group, properties=properties)


def _own(rule: Json, group: Declared) -> Json:
    """A rule about the group itself."""
    told = rule if isinstance(rule, dict) else {}
    return {k: group.key if v == ITSELF else v for k, v in told.items()}


def _snake(name: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")


def _is(properties: object, name: str, resource: Declared) -> bool:
    """Whether a property refers to the resource: by its key, name, ARN or URL."""
    told = properties.get(name) if isinstance(properties, dict) else None
    if not isinstance(told, str) or resource.key is None:
        return False
    own = told.rpartition("/")[2] if told.startswith("https://") else told
    return same(own if own.startswith(("arn:", "?:")) else f"?:{own}", resource.key) or (
        own == resource.key
    )
