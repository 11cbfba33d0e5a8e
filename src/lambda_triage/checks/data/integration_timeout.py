"""Callers in front of the function that stop waiting before it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import DECISIVE, HINT, message, signature_check
from lambda_triage.checks.weighed import weighed
from lambda_triage.findings import EditCode, Finding, Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(_: Signal, __: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    return (
        EditCode(
            "Start the work asynchronously (queue, workflow or asynchronous invocation), answer at"
            " once with an id, and let the caller ask for the result"
        ),
        Manual(
            "A Regional or private REST API's limit of 29 s can be raised by quota; an HTTP API's"
            " 30 s cannot. A streamed response may take up to 15 minutes",
            "the kind of API and its quota are not in the evidence",
        ),
    )


def _weight(finding: Finding, _: FunctionConfiguration | None) -> float:
    return HINT if finding.fact("status") else DECISIVE


def _own_status(signal: Signal, _: FunctionConfiguration | None) -> bool:
    """Inside an invocation, a 504 is what the function got from somebody else."""
    return signal.name == "status" and signal.invocations > 0


INTEGRATION_TIMEOUT = weighed(
    signature_check(
        id="data/integration-timeout",
        title="The API stops waiting before the function answers",
        severity=Severity.HIGH,
        cause="apigw_29s_timeout",
        since="0.1",
        messages=(
            message(
                "gateway",
                "Endpoint request timed out",
                "Execution failed due to a timeout error",
                "INTEGRATION_TIMEOUT",
                pattern=r"Endpoint request timed out|Execution failed due to a timeout error"
                r"|INTEGRATION_TIMEOUT",
                source="API Gateway response INTEGRATION_TIMEOUT and execution log, 2026",
            ),
            message(
                "graph",
                "Execution timed out.",
                "ExecutionTimeout",
                "LambdaConnectionTimeout",
                pattern=r"\"message\" ?: ?\"Execution timed out\.\"|ExecutionTimeout\b"
                r"|LambdaConnectionTimeout",
                source="AWS AppSync endpoints and quotas, Request execution time; Application Load"
                " Balancers guide, Access logs, Error reason codes, 2026",
            ),
            message(
                "status",
                "504 Gateway Time",
                "504 GATEWAY_TIMEOUT",
                "Gateway Timeout Error",
                '"Service Unavailable"',
                "status code 504",
                pattern=r"(?P<status>504 Gateway Time-?out|504 GATEWAY_TIMEOUT|status code 504"
                r"|504 ERROR|\"message\" ?: ?\"Service Unavailable\")",
                source="API Gateway, HTTP API (503), load balancer and CloudFront replies, 2026",
            ),
        ),
        summary="The API in front stopped waiting before the function had answered",
        fix=_fix,
        unless=_own_status,
        symptom="request",
    ),
    _weight,
)
