"""Responses whose shape the API or balancer in front cannot use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import DECISIVE, HINT, message, signature_check
from lambda_triage.checks.weighed import weighed
from lambda_triage.findings import EditCode, Finding, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

VAGUE = 0.8  # log-odds of a bare status, of which a crash or time-out is as likely the reason
FRONT = ("alb", "load balancer", "elb", "api", "gateway", "url", "http")


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    if signal.name == "edge":
        told = "Return a CloudFront response: status as a string, headers as lists of key and value"
        return (EditCode(told),)
    remedies = [
        EditCode(
            'Return {"statusCode": 200, "headers": {…}, "body": "…"} with a whole number and a'
            " string body (JSON serialised), on every path, errors too; isBase64Encoded for bytes"
        )
    ]
    if _is_balancer(function):
        told = "For a load balancer, give statusCode and isBase64Encoded, and with multi-value"
        told += " headers enabled, multiValueHeaders instead of headers"
        remedies.append(EditCode(told))
    return tuple(remedies)


def _trigger(function: FunctionConfiguration | None) -> str:
    return (function.trigger or "").lower() if function else ""


def _is_balancer(function: FunctionConfiguration | None) -> bool:
    return any(word in _trigger(function) for word in FRONT[:3])


def _weight(finding: Finding, function: FunctionConfiguration | None) -> float:
    if not finding.fact("status"):
        return DECISIVE
    return HINT if any(word in _trigger(function) for word in FRONT) else VAGUE


def _own_status(signal: Signal, _: FunctionConfiguration | None) -> bool:
    """Inside an invocation, a 502 is what the function got from somebody else."""
    return signal.name == "status" and signal.invocations > 0


MALFORMED_RESPONSE = weighed(
    signature_check(
        id="data/malformed-response",
        title="The response has the wrong shape for what stands in front",
        severity=Severity.HIGH,
        cause="response_malformed_502",
        since="0.1",
        messages=(
            message(
                "proxy",
                "Malformed Lambda proxy response",
                "Malformed API Gateway response",
                "The response from the Lambda function doesn't match the format",
                "The format of the response is not valid",
                "doesn't match the format that API Gateway expects",
                pattern=r"\A(?![\s\S]{0,20000}Lambda Authorizer function)[\s\S]*?"
                r"(?:Malformed (?:Lambda proxy|API Gateway) response"
                r"|The response from the Lambda function doesn't match the format"
                r"|The format of the response is not valid|the format that API Gateway expects)",
                source="API Gateway execution log; HTTP API integrationErrorMessage, 2026",
            ),
            message(
                "balancer",
                "LambdaInvalidResponse",
                pattern=r"LambdaInvalidResponse",
                source="Application Load Balancer access log, error_reason, 2026",
            ),
            message(
                "edge",
                "The Lambda function returned an invalid",
                "The Lambda function returned invalid ",
                "The Lambda function result failed validation",
                "LambdaValidationError",
                "Lambda function result validation failed",
                pattern=r"The Lambda function returned (?:an )?invalid"
                r"|The Lambda function result failed validation|LambdaValidationError"
                r"|Lambda function result validation failed",
                source="CloudFront error page and x-edge-detailed-result-type, 2026",
            ),
            message(
                "cognito",
                "InvalidLambdaResponseException",
                "Invalid lambda function output",
                "Unrecognizable lambda output",
                pattern=r"InvalidLambdaResponseException|Invalid lambda function output"
                r"|Unrecognizable lambda output",
                source="Amazon Cognito API reference, InvalidLambdaResponseException, 2026",
            ),
            message(
                "local",
                "Function returned an invalid response",
                "Invalid lambda response received",
                "Invalid API Gateway Response Keys",
                pattern=r"Function returned an invalid response|Invalid lambda response received"
                r"|Invalid API Gateway Response Keys",
                source="aws-sam-cli local_apigw_service.py, 2025",
            ),
            message(
                "streaming",
                "Runtime.InvalidResponseModeHeader",
                "InvalidResponseModeHeader",
                pattern=r"InvalidResponseModeHeader",
                source="Lambda runtime API, streamed responses, 2026",
            ),
            message(
                "status",
                "502 Bad Gateway",
                '"Internal server error"',
                '"Internal Server Error"',
                pattern=r"(?P<status>502 Bad Gateway"
                r"|\"message\" ?: ?\"Internal [Ss]erver [Ee]rror\")",
                source="API Gateway and Application Load Balancer replies, 2026",
            ),
        ),
        summary="The function's response does not have the shape that its caller demands",
        fix=_fix,
        unless=_own_status,
        symptom="request",
    ),
    _weight,
)
