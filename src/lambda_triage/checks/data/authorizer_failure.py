"""Requests that an API's authorizer rejects, or that fail in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import DECISIVE, HINT, message, signature_check
from lambda_triage.checks.weighed import weighed
from lambda_triage.findings import EditCode, Finding, Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

UNSEEN = "the authorizer's configuration is not in the evidence"


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    if signal.name == "rejects":
        return (
            EditCode(
                "Allow the whole API (arn:…/stage/*/*) in the authorizer's policy: with a cache, a"
                " policy for one method answers for all others"
            ),
            Manual("Or set the authorizer's cache to 0 s while testing", UNSEEN),
        )
    if signal.name == "fails":
        return (
            EditCode(
                "Return principalId and a policyDocument (or isAuthorized for the simple format) on"
                " every path, with string values in context; raise exactly 'Unauthorized' for 401"
            ),
            Manual("Let API Gateway invoke the authorizer function, and check its own log", UNSEEN),
        )
    return (
        Manual("Compare issuer, audience, scopes and identity source with the token", UNSEEN),
        Manual("A 403 Forbidden also comes from a missing API key or a WAF rule", UNSEEN),
    )


def _weight(finding: Finding, _: FunctionConfiguration | None) -> float:
    return HINT if finding.fact("status") else DECISIVE


def _own_status(signal: Signal, _: FunctionConfiguration | None) -> bool:
    """Inside an invocation, a 401 or 403 is what the function got or gave itself."""
    return signal.name == "status" and signal.invocations > 0


AUTHORIZER_FAILURE = weighed(
    signature_check(
        id="data/authorizer-failure",
        title="The API's authorizer rejects the request or fails",
        severity=Severity.HIGH,
        cause="authorizer_failure",
        since="0.1",
        messages=(
            message(
                "fails",
                "AuthorizerConfigurationException",
                "AuthorizerFailureException",
                "AUTHORIZER_FAILURE",
                "AUTHORIZER_CONFIGURATION_ERROR",
                "due to an authorizer configuration error",
                "The response from the Lambda Authorizer function",
                "permissions to call the authorizer",
                pattern=r"Authorizer(?:Configuration|Failure)Exception|AUTHORIZER_FAILURE"
                r"|AUTHORIZER_CONFIGURATION_ERROR|due to an authorizer configuration error"
                r"|The response from the Lambda Authorizer function doesn't match"
                r"|have permissions to call the authorizer",
                source="API Gateway gateway responses and execution log, 2026",
            ),
            message(
                "rejects",
                "User is not authorized to access this resource",
                "The client is not authorized to perform this operation",
                pattern=r"User is not authorized to access this resource"
                r"|The client is not authorized to perform this operation",
                source="API Gateway ACCESS_DENIED response of a Lambda authorizer, 2026",
            ),
            message(
                "token",
                'error="invalid_token"',
                'error="insufficient_scope"',
                "The incoming token has expired",
                pattern=r"error=\\?\"(?:invalid_token|insufficient_scope)"
                r"|\"message\" ?: ?\"The incoming token has expired",
                source="HTTP API JWT authorizer, WWW-Authenticate header, 2026",
            ),
            message(
                "null",
                "message: null}",
                '"message":null',
                '"message": null',
                pattern=r"(?P<status>\{\s*\"?message\"? ?: ?null\s*\})",
                source="API Gateway, the reply to an authorizer that failed, AWS forum, 2024",
            ),
            message(
                "status",
                '"message":"Unauthorized"',
                '"message": "Unauthorized"',
                '"message":"Forbidden"',
                '"message": "Forbidden"',
                pattern=r"(?P<status>\"message\" ?: ?\"(?:Unauthorized|Forbidden)\")",
                source="API Gateway UNAUTHORIZED and ACCESS_DENIED replies, 2026",
            ),
        ),
        summary="The API's authorizer rejects the request, or fails itself",
        fix=_fix,
        unless=_own_status,
        symptom="request",
    ),
    _weight,
)
