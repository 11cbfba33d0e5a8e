"""Execution roles that Lambda may not assume, or that do not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.findings import GrantAction, Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    role = function.role if function else None
    service = "edgelambda.amazonaws.com" if signal.name == "edge" else "lambda.amazonaws.com"
    told = f"Let {service} assume the role in its trust policy"
    trust = GrantAction(("sts:AssumeRole",), role, service, "resource", told)
    again = Manual(
        "If the role was made seconds before, deploy again: a new role takes some seconds to be"
        " known everywhere",
        "the age of the role is not in the evidence",
    )
    return (trust,) if signal.name == "edge" else (trust, again)


ROLE_NOT_ASSUMABLE = signature_check(
    id="access/role-not-assumable",
    title="Lambda may not assume the execution role",
    severity=Severity.CRITICAL,
    cause="access_denied_resource_policy",
    since="0.1",
    messages=(
        message(
            "function",
            "cannot be assumed by Lambda",
            "Lambda is unable to assume the role",
            "Lambda was unable to assume the role",
            "failed to assume your function execution role",
            pattern=r"cannot be assumed by Lambda|Lambda (?:is|was) unable to assume the role"
            r"|failed to assume your function execution role",
            source="Lambda API, InvalidParameterValueException; Kafka LastProcessingResult, 2026",
        ),
        message(
            "edge",
            "must be assumable with edgelambda.amazonaws.com",
            pattern=r"must be assumable with edgelambda\.amazonaws\.com",
            source="CloudFront API, InvalidLambdaFunctionAssociation, 2025",
        ),
    ),
    summary="The execution role's trust policy does not admit Lambda, or the role is gone",
    fix=_fix,
    symptom="deployment",
)
