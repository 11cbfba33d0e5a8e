"""Paths that the deployed stage of an API does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import HINT, STRONG, message, signature_check
from lambda_triage.checks.weighed import weighed
from lambda_triage.findings import Command, Finding, Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(_: Signal, __: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    argv = ("aws", "apigateway", "create-deployment", "--rest-api-id", "<api id>")
    return (
        Command(
            (*argv, "--stage-name", "<stage>"),
            "Deploy the API: changes reach a stage only with a deployment",
            "everything changed since the last deployment goes live with it",
        ),
        Manual(
            "Compare the path (with the stage, without a second slash) and the method with the"
            " API's routes; a method with AWS_IAM wants a signed request",
            "the API's routes are not in the evidence",
        ),
    )


def _weight(finding: Finding, _: FunctionConfiguration | None) -> float:
    return HINT if finding.fact("missing") else STRONG


API_NOT_DEPLOYED = weighed(
    signature_check(
        id="data/api-not-deployed",
        title="The API's stage does not know the path",
        severity=Severity.MEDIUM,
        cause="api_not_deployed",
        since="0.1",
        messages=(
            message(
                "token",
                "Missing Authentication Token",
                "MissingAuthenticationToken",
                pattern=r"\"message\" ?: ?\"Missing Authentication Token"
                r"|^\s*Missing Authentication Token|(?:403"
                r"|Forbidden)[^\n]{0,60}Missing Authentication Token"
                r"|x-amzn-errortype: ?MissingAuthenticationToken",
                source="API Gateway response MISSING_AUTHENTICATION_TOKEN, 2026",
            ),
            message(
                "stage",
                "No integration defined for method",
                "The REST API doesn't contain any methods",
                "Invalid stage identifier specified",
                pattern=r"No integration defined for method"
                r"|The REST API doesn't contain any methods|Invalid stage identifier specified",
                source="API Gateway management API, BadRequestException, 2026",
            ),
            message(
                "not-found",
                '{"message":"Not Found"}',
                '{"message": "Not Found"}',
                pattern=r"(?P<missing>\{\"message\" ?: ?\"Not Found\"\})",
                source="HTTP API reply where no route matches, 2026",
            ),
        ),
        summary="The deployed stage of the API has no such path or method",
        fix=_fix,
        symptom="request",
    ),
    _weight,
)
