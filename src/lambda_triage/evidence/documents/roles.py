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


class Simulation(Document, frozen=True, kw_only=True):
    """One result of SimulatePrincipalPolicy. Its resource is the role, which its file's name tells.

    target    ARN that the call is about, `*` where none was asked for
    decision  allowed, explicitDeny or implicitDeny
    matched   policies with a statement that decided
    missing   context keys that a policy asks for and the simulation was not told
    """

    KIND: ClassVar[str] = "simulations"

    action: str | None = told("EvalActionName")
    target: str | None = told("EvalResourceName")
    decision: str | None = told("EvalDecision")
    matched: tuple[str, ...] | None = told("MatchedStatements[].SourcePolicyId")
    missing: tuple[str, ...] | None = told("MissingContextValues")
    organization: bool | None = told("OrganizationsDecisionDetail.AllowedByOrganizations")
    boundary: bool | None = told("PermissionsBoundaryDecisionDetail.AllowedByPermissionsBoundary")


class ResourcePolicy(Document, frozen=True, kw_only=True):
    """The policy on a function, queue, topic, bucket, key or repository. Its resource is that."""

    KIND: ClassVar[str] = "resource_policies"

    document: Json = told("Policy|policyText|ResourcePolicy")


class AnalyzerFinding(Document, frozen=True, kw_only=True):
    """IAM Access Analyzer: ListFindings, ListFindingsV2. Its resource is what can be reached."""

    KIND: ClassVar[str] = "analyzer_findings"

    id: str | None = told("id")
    type: str | None = told("resourceType")
    status: str | None = told("status")
    public: bool | None = told("isPublic")
    principal: Json = told("principal")
    actions: tuple[str, ...] | None = told("action")
    condition: Json = told("condition")

    @property
    def thing(self) -> str:
        """The finding: a resource may have many."""
        return self.id or self.resource
