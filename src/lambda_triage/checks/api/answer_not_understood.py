"""Requests of which the API could not read what the function returned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.callers import requests
from lambda_triage.checks.check import check
from lambda_triage.checks.signature import HINT
from lambda_triage.findings import EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

# The integration status is Lambda's own: 200 for a failed invocation, too (API Gateway guide,
# variables for access logging, 2026). Which of both it was is weighed by the function's log.
ENDED = "status = 502 AND integration_status = 200"


@check(
    id="api/answer-not-understood",
    title="The API cannot read the function's answer",
    severity=Severity.HIGH,
    role=Role.SIGNATURE,
    since="0.1",
    reads=("requests",),
    cause="response_malformed_502",
)
def answer_not_understood(scene: Scene) -> Iterator[Finding]:
    for row in requests(scene, ENDED):
        text = f"{row.hit} requests: status 502 with integration status 200"
        yield Finding(
            resource=row.resource,
            summary=f"The API cannot read what the function returned: {text}",
            citations=(row.citation(text),),
            cause="response_malformed_502",
            weight=HINT,
            symptom="request",
            opens=True,
            invocations=row.hit,
            onset_us=row.first_us,
            by_status=(("request", row.hit),),
            remedies=(
                EditCode(
                    "Return statusCode as a number, headers as an object of strings, and body as a"
                    " string (json.dumps, JSON.stringify)"
                ),
            ),
        )
