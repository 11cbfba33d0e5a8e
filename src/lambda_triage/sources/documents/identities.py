"""GetAccountAuthorizationDetails → roles, their policies, and what is attached to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.evidence.documents import AttachedPolicies, IdentityPolicy, InlinePolicies, Role
from lambda_triage.sources.documents.build import build

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.evidence.case import Case
    from lambda_triage.evidence.documents import Json
    from lambda_triage.sources.files.item import Document

    Body = dict[str, Json]

ROLES, POLICIES = "RoleDetailList", "Policies"


def read_identities(case: Case, body: Body, document: Document) -> None:
    """Roles and managed policies; users and groups do not run functions."""
    for index, role in _objects(body.get(ROLES)):
        _role(case, role, document, f"{ROLES}[{index}].")
    for index, policy in _objects(body.get(POLICIES)):
        found = list(_versions(policy, document, f"{POLICIES}[{index}]."))
        case.add_documents(IdentityPolicy, found)


def _role(case: Case, role: Body, document: Document, path: str) -> None:
    arn = role.get("Arn")
    if not isinstance(arn, str):
        return
    at = document.input
    case.add_documents(Role, [build(Role, role, arn, input=at, path=path)])
    if isinstance(attached := role.get("AttachedManagedPolicies"), list):
        told: Json = {"AttachedPolicies": attached}
        own = build(AttachedPolicies, told, arn, input=at, path=path)
        case.add_documents(AttachedPolicies, [own])
    if not isinstance(inline := role.get("RolePolicyList"), list):
        return
    names: Json = {"PolicyNames": [p.get("PolicyName") for _, p in _objects(inline)]}
    case.add_documents(InlinePolicies, [build(InlinePolicies, names, arn, input=at, path=path)])
    case.add_documents(
        IdentityPolicy,
        [
            build(
                IdentityPolicy,
                {**policy, "RoleName": arn},
                arn,
                input=at,
                path=f"{path}RolePolicyList[{index}].",
            )
            for index, policy in _objects(inline)
        ],
    )


def _versions(policy: Body, document: Document, path: str) -> Iterator[IdentityPolicy]:
    """The version that is in force."""
    arn = policy.get("Arn")
    for index, version in _objects(policy.get("PolicyVersionList")):
        if isinstance(arn, str) and version.get("IsDefaultVersion") is True:
            body: Json = {
                "PolicyName": policy.get("PolicyName"),
                "Document": version.get("Document"),
            }
            place = f"{path}PolicyVersionList[{index}]."
            yield build(IdentityPolicy, body, arn, input=document.input, path=place)


def _objects(value: Json) -> list[tuple[int, Body]]:
    listed = value if isinstance(value, list) else []
    return [(n, v) for n, v in enumerate(listed) if isinstance(v, dict)]
