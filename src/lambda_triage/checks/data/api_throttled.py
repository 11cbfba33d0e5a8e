"""Requests that an API's usage plan, stage or account limit turns away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import HINT, STRONG, message, signature_check
from lambda_triage.checks.weighed import weighed
from lambda_triage.findings import Finding, Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    if signal.name == "quota":
        told = "Raise the usage plan's quota for this key, or spread the calls over its period"
    else:
        told = "Raise rate and burst of the usage plan, method or stage; above them stands the"
        told += " account's limit per Region, which is a quota"
    return (Manual(told, "the API's limits are not in the evidence"),)


def _weight(finding: Finding, _: FunctionConfiguration | None) -> float:
    return HINT if finding.fact("many") else STRONG


def _own_status(signal: Signal, _: FunctionConfiguration | None) -> bool:
    """Inside an invocation, a 429 is what the function got from somebody else."""
    return signal.invocations > 0


API_THROTTLED = weighed(
    signature_check(
        id="data/api-throttled",
        title="The API turns requests away for their rate",
        severity=Severity.MEDIUM,
        cause="api_throttled",
        since="0.1",
        messages=(
            message(  # the field of an access log is api/limited's
                "quota",
                '"Limit Exceeded"',
                "QUOTA_EXCEEDED",
                "exceeded for usage plan",
                pattern=r"\"message\" ?: ?\"Limit Exceeded\"|(?<!:\")(?<!: \")QUOTA_EXCEEDED"
                r"|quota limit exceeded for usage plan",
                source="API Gateway response QUOTA_EXCEEDED and execution log, 2026",
            ),
            message(
                "plan",
                "throttle limit exceeded for usage plan",
                "throttle limit exceeded for API stage",
                "exceeded throttle limit for API",
                pattern=r"throttle limit exceeded for (?:usage plan|API stage)"
                r"|exceeded throttle limit for API",
                source="API Gateway execution log, 2026",
            ),
            message(
                "many",
                '"Too Many Requests"',
                '"message":"Rate exceeded"',
                pattern=r"(?P<many>\"message\" ?: ?\"(?:Too Many Requests|Rate exceeded)\")",
                source="API Gateway THROTTLED reply, HTTP 429, 2026",
            ),
        ),
        summary="The API turns requests away: a usage plan, stage or account limit is reached",
        fix=_fix,
        unless=_own_status,
        symptom="request",
    ),
    _weight,
)
