"""Requests, responses and messages that are larger than a service takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import DECISIVE, STRONG, message, signature_check
from lambda_triage.checks.weighed import weighed
from lambda_triage.findings import EditCode, Finding, Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

# Uploads of code have the same error code: packaging/code-too-large knows them.
CODE = r"CreateFunction|UpdateFunctionCode|PublishLayerVersion"


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    if signal.name == "response":
        return (
            EditCode("Put the result into S3 and answer with a presigned URL, or with pages of it"),
            Manual(
                "Or stream the response (function URL or REST API), which may be larger than 6 MB",
                "handler and caller have to change together",
            ),
        )
    if signal.name == "item":
        return (EditCode("Keep large values in S3, and in the item (400 KB at most) their key"),)
    return (
        EditCode(
            "Put the payload into S3 and pass its key: a synchronous request takes 6 MB, an"
            " asynchronous one 1 MB, a queue message 1 MiB, a state's data 256 KiB"
        ),
    )


def _weight(finding: Finding, _: FunctionConfiguration | None) -> float:
    return STRONG if finding.fact("http") else DECISIVE


PAYLOAD_TOO_LARGE = weighed(
    signature_check(
        id="data/payload-too-large",
        title="A payload is larger than the service takes",
        severity=Severity.HIGH,
        cause="payload_too_large",
        since="0.1",
        messages=(
            message(
                "response",
                "payload size exceeded maximum allowed payload size",
                "ResponseSizeTooLarge",
                "body size is too long",
                "Exceeded maximum allowed payload size",
                "Http response code: 413",
                pattern=r"payload size exceeded maximum allowed payload size|ResponseSizeTooLarge"
                r"|body size is too long|Exceeded maximum allowed payload size"
                r"|Http response code: 413",
                source="Lambda Function.ResponseSizeTooLarge; runtime API 413 reply; ALB, 2026",
            ),
            message(
                "request",
                "byte payload is too large for the",
                "RequestTooLarge",
                "RequestEntityTooLarge",
                "Request must be smaller than ",
                pattern=rf"byte payload is too large for the"
                rf"|\A(?![\s\S]{{0,20000}}(?:{CODE}))[\s\S]*?(?:RequestTooLargeException"
                rf"|RequestEntityTooLarge|Request must be smaller than \d+ bytes for the Invoke)",
                source="Lambda Invoke, RequestTooLargeException, 2026",
            ),
            message(
                "message",
                "Message must be shorter than",
                "BatchRequestTooLong",
                "Total size of the entries in the request",
                "Total size of all the records",
                "size exceeding the maximum number of bytes service limit",
                "States.DataLimitExceeded",
                "Message too long",
                pattern=r"Message must be shorter than|BatchRequestTooLong"
                r"|Total size of the entries in the request|Total size of all the records"
                r"|size exceeding the maximum number of bytes service limit"
                r"|States\.DataLimitExceeded|Invalid parameter: Message too long",
                source="Amazon SQS, SNS, EventBridge, Step Functions errors, 2026",
            ),
            message(
                "item",
                "Item size has exceeded the maximum allowed size",
                "Item size to update has exceeded the maximum allowed size",
                pattern=r"Item size (?:to update )?has exceeded the maximum allowed size",
                source="Amazon DynamoDB, ValidationException, 2026",
            ),
            message(
                "http",
                "413 Request Entity Too Large",
                "413 Payload Too Large",
                "413 Content Too Large",
                "request entity too large",
                "status code 413",
                "HTTP content length exceeded",
                '"Request Too Long"',
                pattern=r"(?P<http>413 (?:Request Entity|Payload|Content) Too Large"
                r"|status code 413|request entity too large|HTTP content length exceeded"
                r"|\"Request Too Long\")",
                source="RFC 9110; API Gateway INTEGRATION and REQUEST_TOO_LARGE; body-parser, 2026",
            ),
        ),
        summary="A request, response or message is larger than its service takes",
        fix=_fix,
    ),
    _weight,
)
