"""What a function may do: its role, the role's policies, its key; what these name; its refusals."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.sources.aws.follow import asking
from lambda_triage.sources.aws.follow.arns import described
from lambda_triage.sources.aws.follow.asked import target
from lambda_triage.sources.aws.follow.body import objects, opened, text, texts
from lambda_triage.sources.aws.follow.simulating import of_events
from lambda_triage.sources.aws.want import Want
from lambda_triage.sources.documents.build import walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from lambda_triage.evidence.documents import Json
    from lambda_triage.sources.aws.answer import Answer
    from lambda_triage.sources.aws.scope import Scope

POLICY = re.compile(r"arn:aws[\w-]*:iam::(?:\d{12}|aws):policy/(?:[!-.0-~]+/)*[\w+=,.@-]{1,128}")
NAME = re.compile(r"[\w+=,.@-]{1,128}")  # of a role or policy (IAM API reference)
VERSION = re.compile(r"v[1-9]\d{0,9}(?:\.[\w-]+)?")
POLICIES = 30  # of one role; IAM's quota is 20 attached at most


def of_function(answer: Answer, scope: Scope) -> Iterator[Want]:
    """GetFunction, GetFunctionConfiguration: the role, and the key of the variables."""
    found = target(answer, scope)
    if found is None:
        return
    for want in asking.role(text(found.configuration, "Role"), scope):
        yield want
        yield from _policies(want.about)  # not after GetRole, which would take longer
    yield from described([text(found.configuration, "KMSKeyArn")], scope)


def of_role(answer: Answer, _: Scope) -> Iterator[Want]:
    """GetRole, of a function or of what works with it: policies and permissions boundary."""
    role = text(answer.body, "Role.RoleName") or ""
    if NAME.fullmatch(role):
        yield from _policies(role)
    yield from _policy(text(answer.body, "Role.PermissionsBoundary.PermissionsBoundaryArn"))


def of_attached(answer: Answer, _: Scope) -> Iterator[Want]:
    """ListAttachedRolePolicies."""
    for arn in texts(answer.body, "AttachedPolicies[].PolicyArn")[:POLICIES]:
        yield from _policy(arn)


def of_inline(answer: Answer, _: Scope) -> Iterator[Want]:
    """ListRolePolicies."""
    role = answer.want.parameters.get("RoleName")
    if not isinstance(role, str) or not role:
        return
    for name in texts(answer.body, "PolicyNames[]")[:POLICIES]:
        if NAME.fullmatch(name):
            yield Want.of("iam.GetRolePolicy", role, RoleName=role, PolicyName=name)


def of_managed(answer: Answer, _: Scope) -> Iterator[Want]:
    """GetPolicy: the version in force."""
    arn = text(answer.body, "Policy.Arn") or ""
    version = text(answer.body, "Policy.DefaultVersionId") or ""
    if POLICY.fullmatch(arn) and VERSION.fullmatch(version):
        name = arn.rpartition("/")[2]
        yield Want.of("iam.GetPolicyVersion", name, PolicyArn=arn, VersionId=version)


def of_document(answer: Answer, scope: Scope) -> Iterator[Want]:
    """GetPolicyVersion, GetRolePolicy: what the statements name."""
    told = walk(answer.body, "PolicyVersion.Document")
    document = opened(told if told is not None else answer.body.get("PolicyDocument"))
    yield from described(_resources(document), scope)


def _policies(role: str) -> Iterator[Want]:
    yield Want.of("iam.ListAttachedRolePolicies", role, RoleName=role)
    yield Want.of("iam.ListRolePolicies", role, RoleName=role)


def _policy(arn: str | None) -> Iterator[Want]:
    if arn and POLICY.fullmatch(arn):
        yield Want.of("iam.GetPolicy", arn.rpartition("/")[2], PolicyArn=arn)


def _resources(document: Json) -> Iterator[str]:
    """What the statements allow or deny, as it is written."""
    for statement in objects(document, "Statement"):
        yield from _strings(statement.get("Resource"))


def _strings(value: Json) -> list[str]:
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, str)]


FOLLOW: Mapping[str, Callable[[Answer, Scope], Iterable[Want]]] = {
    "lambda.GetFunction": of_function,
    "lambda.GetFunctionConfiguration": of_function,
    "iam.GetRole": of_role,
    "iam.ListAttachedRolePolicies": of_attached,
    "iam.ListRolePolicies": of_inline,
    "iam.GetRolePolicy": of_document,
    "iam.GetPolicy": of_managed,
    "iam.GetPolicyVersion": of_document,
    "logs.FilterLogEvents": of_events,
}
