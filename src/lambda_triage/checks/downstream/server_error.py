"""Services that answer the function's requests with a server error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import STRONG, message, signature_check
from lambda_triage.findings import EditCode, Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

# 504 has a check of its own (data/integration-timeout), as has 429 (scaling/downstream-throttled).
CODE = r"(?:500|502|503)"
HOST = r"(?:https?://)(?P<{0}>[\w.-]{{1,253}})"
CALL = r"when calling the (?P<call>\w{1,60}) operation"


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    peer = next((v for k, v in signal.captures.items() if k != "call" and v), "the service")
    return (
        EditCode(
            "Retry a few times with exponential back-off and jitter, within the function's"
            " time-out, and let the event come again where it still fails"
        ),
        Manual(
            f"Look at the status page and the logs of {peer} for the time of the failures",
            "why it failed is not in the evidence of the function",
        ),
    )


SERVER_ERROR = signature_check(
    id="downstream/server-error",
    title="A called service answers with a server error",
    severity=Severity.HIGH,
    cause="downstream_failed",
    since="0.1",
    messages=(
        message(
            "python",
            " Server Error: ",
            "Server error '50",
            "HTTP Error 50",
            "ClientResponseError: 50",
            pattern=rf"\b{CODE} Server Error: [^\n]{{0,80}} for url: {HOST.format('requests')}"
            rf"|Server error '{CODE} [^'\n]{{0,60}}' for url '{HOST.format('httpx')}"
            rf"|HTTP Error {CODE}: "
            rf"|ClientResponseError: {CODE}, message='[^\n]{{0,80}}url='?{HOST.format('aiohttp')}",
            source="requests models.py, httpx _models.py, urllib.error, aiohttp, 2025",
        ),
        message(
            "node",
            "Request failed with status code 50",
            "Response code 50",
            pattern=rf"Request failed with status code {CODE}\b|Response code {CODE} \(",
            source="axios settle.js, got errors.ts, 2025",
        ),
        message(
            "jvm-net-php-ruby",
            "HttpServerErrorException",
            "Response status code does not indicate success: 50",
            "Server error: `",
            "the server responded with status 50",
            pattern=rf"HttpServerErrorException(?:\$\w{{1,40}})?: {CODE}\b"
            rf"|Response status code does not indicate success: {CODE}\b"
            rf"|Server error: `\w{{1,8}} {HOST.format('guzzle')}[^\n`]{{0,2000}}` resulted in a"
            rf" `{CODE} |the server responded with status {CODE}\b",
            source="Spring RestTemplate, .NET HttpClient, Guzzle, Faraday, 2025",
        ),
        message(
            "aws",
            "(InternalServerError) when calling",
            "(InternalFailure) when calling",
            "(InternalError) when calling",
            "(ServiceUnavailable) when calling",
            "(ServiceUnavailableException) when calling",
            "(InternalServerException) when calling",
            "(500) when calling",
            "(502) when calling",
            "(503) when calling",
            "Status Code: 50",
            "StatusCode: 50",
            pattern=r"An error occurred \((?:Internal(?:ServerError|ServerException|Failure|Error)"
            rf"|ServiceUnavailable(?:Exception)?|{CODE})\) {CALL}"
            rf"|\(Service: (?P<service>\w{{1,60}})[,;] Status Code: {CODE}\b"
            rf"|operation error (?P<operation>[\w ]{{1,60}}): [^\n]{{1,200}} StatusCode: {CODE}\b",
            source="botocore ClientError; AWS SDK for Java AwsServiceException and for Go"
            " ResponseError; AWS common errors, 2025",
        ),
    ),
    summary="A service that the function calls answers with a server error (5xx)",
    fix=_fix,
    weight=STRONG,
)
