"""Calls that the policy of the resource, the endpoint or the role's trust does not admit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from lambda_triage.checks.denial import (
    REFUSALS,
    called,
    kind,
    on,
    principal,
    read,
    symptom,
    target,
    who,
)
from lambda_triage.checks.revised import decided_later, revised
from lambda_triage.checks.signature import DECISIVE, STRONG, message, signature_check
from lambda_triage.findings import EditCode, Finding, GrantAction, Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.sources.parse.access_denied import Denial

URL_ACTIONS = ("lambda:InvokeFunctionUrl", "lambda:InvokeFunction")
URL = (
    "The function URL refuses the caller: its policy does not allow both actions, or nobody signed"
)
POLICY = {
    "resource": ("resource", "its resource-based policy"),
    "vpc_endpoint": ("vpc_endpoint", "the policy of the VPC endpoint"),
    "role_trust": ("resource", "the role's trust policy"),
}


def _revise(finding: Finding, text: str, function: FunctionConfiguration | None) -> Finding | None:
    if finding.fact("url"):
        return replace(finding, summary=URL, symptom="request", remedies=_url(function))
    denial = read(finding, text)
    if denial is None or kind(denial, text) != "resource":
        return None
    policy, named = POLICY[denial.policy_type or "resource"]
    return replace(
        finding,
        summary=f"{called(denial)}{on(denial)} is refused: {named} does not admit {who(denial)}",
        weight=DECISIVE if denial.policy_type else STRONG,
        symptom=symptom(text),
        remedies=_remedies(denial, policy, named),
    )


def _url(function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    told = (
        "Allow both actions to the caller (principal * for auth type NONE, with the condition"
        " lambda:InvokedViaFunctionUrl on InvokeFunction): URLs made since October 2025 need both"
    )
    arn = function.resource if function and function.resource.startswith("arn:") else None
    return (
        GrantAction(URL_ACTIONS, arn, None, "resource", told),
        EditCode("Or, with auth type AWS_IAM, sign the request as service lambda"),
    )


def _remedies(denial: Denial, policy: str, named: str) -> tuple[Remedy, ...]:
    if denial.principal == "anonymous":
        told = f"Sign the request with the role's credentials before {called(denial)}"
        return (EditCode(told),)
    if denial.explicit or not denial.action:
        told = f"Change the statement in {named} that refuses {called(denial)}"
        return (Manual(told, "the policy itself is not in the evidence"),)
    told = f"Allow {who(denial)} to {denial.action} in {named}"
    return (GrantAction((denial.action,), target(denial), principal(denial), policy, told),)


RESOURCE_POLICY_DENIED = revised(
    signature_check(
        id="access/resource-policy-denied",
        title="A resource's own policy refuses the caller",
        severity=Severity.HIGH,
        cause="access_denied_resource_policy",
        since="0.1",
        messages=(
            *REFUSALS,
            message(
                "function-url",
                "lambda/latest/dg/urls-auth",
                "troubleshooting Function URL authorization",
                pattern=r"(?P<url>urls-auth|Function URL authorization issues)",
                source="AWS Lambda function URLs, 403 response body, 2025",
            ),
            message(
                "old-url",
                '"Message":"Forbidden"',
                '"Message": "Forbidden"',
                pattern=r'(?P<url>"Message" ?: ?"Forbidden")',
                source="AWS Lambda function URLs, 403 response body before 2023",
            ),
        ),
        summary="The policy in front of the resource refuses the caller",
        fix=decided_later,
    ),
    _revise,
)
