"""A called service limits the rate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import DECISIVE, message, signature_check
from lambda_triage.findings import EditCode, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    return (
        EditCode(
            "Retry with exponential back-off and jitter, and call less: batch, cache, slow down"
        ),
    )


DOWNSTREAM_THROTTLED = signature_check(
    id="scaling/downstream-throttled",
    title="A called service limits the rate",
    severity=Severity.HIGH,
    cause="downstream_throttling",
    since="0.1",
    messages=(
        message(
            "dynamodb",
            "ProvisionedThroughputExceededException",
            pattern=(
                r"ProvisionedThroughputExceededException(?![^\n]{0,200}(?:[Ss]hard|[Kk]inesi"
                r"s))"
            ),
            source="botocore dynamodb service model, 1.43",
        ),
        message(
            "aws",
            "ThrottlingException",
            "RequestLimitExceeded",
            "ThrottledException",
            "Throttling: Rate exceeded",
            "SlowDown",
            pattern=(
                r"(?<!\w)(?:ThrottlingException|RequestLimitExceeded|ThrottledException|Thro"
                r"ttling: Rate exceeded|SlowDown)(?!\w)(?![^\n]{0,200}(?:GetParameter|GetSec"
                r"retValue))"
            ),
            source="AWS common errors and S3 error responses, 2026",
        ),
        message(
            "http",
            "429 Too Many Requests",
            "status code 429",
            "429 Client Error",
            pattern=(r"429 Too Many Requests|status code 429|429 Client Error"),
            source="RFC 6585; requests, axios and Go net/http wording, 2024",
        ),
    ),
    summary="A service that the function calls limits its rate.",
    fix=_fix,
    weight=DECISIVE,
)
