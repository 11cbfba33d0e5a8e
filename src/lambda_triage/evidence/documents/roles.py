"""Roles and policies, as documents of the policy language."""

from __future__ import annotations

from typing import ClassVar

from lambda_triage.evidence.documents.document import Document, Json, told


class Role(Document, frozen=True, kw_only=True):
    """iam:GetRole."""

    KIND: ClassVar[str] = "roles"

    trust: Json = told("AssumeRolePolicyDocument", terraform="assume_role_policy")
    boundary: str | None = told(
        "PermissionsBoundary.PermissionsBoundaryArn",
        template="PermissionsBoundary",
        terraform="permissions_boundary",
    )
    managed: tuple[str, ...] | None = told(
        "AttachedManagedPolicies[].PolicyArn",
        template="ManagedPolicyArns",
        terraform="managed_policy_arns",
    )


class IdentityPolicy(Document, frozen=True, kw_only=True):
    """GetRolePolicy, GetPolicyVersion, or an element of RolePolicyList. Its resource is the role.

    role  the role's name or ARN; None for a managed policy that no answer attaches
    """

    KIND: ClassVar[str] = "policies"

    title: str | None = told("PolicyName|VersionId", terraform="name")
    role: str | None = told("RoleName", terraform="role")
    document: Json = told("PolicyDocument|Document", template="PolicyDocument", terraform="policy")


class AttachedPolicies(Document, frozen=True, kw_only=True):
    """ListAttachedRolePolicies. Its resource is the role, which only the file's name tells."""

    KIND: ClassVar[str] = "attached_policies"

    arns: tuple[str, ...] | None = told("AttachedPolicies[].PolicyArn")


class InlinePolicies(Document, frozen=True, kw_only=True):
    """ListRolePolicies: the names of a role's inline policies. Its resource is the role."""

    KIND: ClassVar[str] = "inline_policies"

    names: tuple[str, ...] | None = told("PolicyNames")


class ResourcePolicy(Document, frozen=True, kw_only=True):
    """The policy on a function, queue, topic, bucket, key or repository. Its resource is that."""

    KIND: ClassVar[str] = "resource_policies"

    document: Json = told("Policy|policyText|ResourcePolicy")
