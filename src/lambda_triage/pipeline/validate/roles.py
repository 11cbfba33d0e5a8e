"""Roles of a CloudFormation template that Lambda may not take on for its function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.pipeline.validate.code import part
from lambda_triage.pipeline.validate.handlers import Said
from lambda_triage.reports.validation import Level

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lambda_triage.evidence.documents import Json

    Tree = Mapping[str, Json]

FUNCTIONS = ("AWS::Lambda::Function", "AWS::Serverless::Function")
SERVICE = "lambda."  # lambda.amazonaws.com, and its forms in other partitions


def said_of_roles(tree: Tree) -> Iterator[Said]:
    """One problem for each role of a function that trusts other services than Lambda."""
    resources = part(tree, "Resources")
    for id, body in resources.items():
        if not isinstance(body, dict) or body.get("Type") not in FUNCTIONS:
            continue
        role = _named(part(body, "Properties").get("Role"))
        declared = resources.get(role or "")
        if not isinstance(declared, dict) or declared.get("Type") != "AWS::IAM::Role":
            continue
        trusted = _trusted(part(declared, "Properties").get("AssumeRolePolicyDocument"))
        if trusted and not any(service.startswith(SERVICE) for service in trusted):
            told = (
                f"{role}, the role of {id}, trusts {', '.join(sorted(trusted))[:200]}, not Lambda"
            )
            at = ("Resources", str(role), "Properties", "AssumeRolePolicyDocument")
            fix = "Allow sts:AssumeRole to the service lambda.amazonaws.com"
            yield Said("template/role-not-trusting", at, id, told, Level.ERROR, fix)


def _named(role: Json) -> str | None:
    """The logical id in `!GetAtt Role.Arn`."""
    if not isinstance(role, dict):
        return None
    told = role.get("Fn::GetAtt")
    head = told[0] if isinstance(told, list) and told else told
    return head.partition(".")[0] if isinstance(head, str) else None


def _trusted(policy: Json) -> set[str] | None:
    """Services that may take the role on; None where the policy has to be worked out first."""
    if not isinstance(policy, dict):
        return None
    told = policy.get("Statement")
    services: set[str] = set()
    for statement in told if isinstance(told, list) else [told]:
        if not isinstance(statement, dict) or statement.get("Effect") != "Allow":
            return None
        principal = statement.get("Principal")
        if not isinstance(principal, dict) or any(key.startswith("Fn::") for key in principal):
            return None
        named = principal.get("Service", [])
        for service in named if isinstance(named, list) else [named]:
            if not isinstance(service, str):
                return None
            services.add(service)
    return services
