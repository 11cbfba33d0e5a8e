"""Calls refused by a guardrail around the role: organisation policy, boundary or session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from lambda_triage.checks.denial import REFUSALS, called, kind, on, read, symptom, target, who
from lambda_triage.checks.revised import decided_later, revised
from lambda_triage.checks.signature import DECISIVE, STRONG, signature_check
from lambda_triage.findings import Finding, GrantAction, Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.sources.parse.access_denied import Denial

NAMES = {
    "scp": "a service control policy of the organisation",
    "rcp": "a resource control policy of the organisation",
    "boundary": "the permissions boundary",
    "session": "the session policy",
}
SOME = "a deny whose policy the message does not name"
# Creating or changing roles is often denied unless a boundary is attached (IAM guide, 2026).
ROLE_ACTIONS = ("iam:CreateRole", "iam:PutRolePolicy", "iam:AttachRolePolicy", "iam:CreateUser")


def _revise(finding: Finding, text: str, _: FunctionConfiguration | None) -> Finding | None:
    denial = read(finding, text)
    if denial is None or kind(denial, text) != "guardrail":
        return None
    policy = NAMES.get(denial.policy_type or "", SOME)
    verb = "denies" if denial.explicit else "does not allow"
    return replace(
        finding,
        summary=f"{called(denial)}{on(denial)} is refused to {who(denial)}: {policy} {verb} it",
        weight=DECISIVE if denial.policy_type else STRONG,
        symptom=symptom(text),
        remedies=_remedies(denial, policy),
    )


def _remedies(denial: Denial, policy: str) -> tuple[Remedy, ...]:
    if denial.action in ROLE_ACTIONS and denial.policy_type is None:
        return (
            Manual(
                "Deploy with the permissions boundary that the organisation requires (in SAM:"
                " PermissionsBoundary), or with a role made beforehand; else ask for the statement"
                f" that denies {denial.action}",
                "the boundary's ARN is the organisation's",
            ),
        )
    if denial.explicit or not denial.action:
        where = denial.policy_arn or policy
        told = f"Have the statement that denies {called(denial)} narrowed or removed: {where}"
        return (Manual(told, "adding an Allow to the role cannot override a deny"),)
    told = f"Allow {denial.action}{on(denial)} in {policy}, too"
    kind_ = denial.policy_type or "boundary"
    return (GrantAction((denial.action,), target(denial), denial.role, kind_, told),)


GUARDRAIL_DENIED = revised(
    signature_check(
        id="access/guardrail-denied",
        title="An organisation policy or permissions boundary denies a call",
        severity=Severity.HIGH,
        cause="access_denied_scp_boundary",
        since="0.1",
        messages=REFUSALS,
        summary="{action} is denied by a guardrail",
        fix=decided_later,
    ),
    _revise,
)
