"""Requests that the API gave up on at its own time limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.callers import requests
from lambda_triage.checks.check import check
from lambda_triage.checks.signature import STRONG
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene


# Its own limit is 29 s or 30 s.
ENDED = """status IN (503, 504) AND integration_status IS DISTINCT FROM 200
    AND coalesce(latency_ms, integration_ms, 29000) >= 28000"""


@check(
    id="api/gives-up-first",
    title="The API gives up before the function answers",
    severity=Severity.HIGH,
    role=Role.SIGNATURE,
    since="0.1",
    reads=("requests",),
    cause="apigw_29s_timeout",
)
def gives_up_first(scene: Scene) -> Iterator[Finding]:
    for row in requests(scene, ENDED):
        text = f"{row.hit} requests ended in 503 or 504 at the API's own limit"
        yield Finding(
            resource=row.resource,
            summary=f"The API gives up before the function answers: {text}",
            citations=(
                Citation(
                    place=Place(row.input, line=row.line + 1), text=text, time_us=row.first_us
                ),
            ),
            cause="apigw_29s_timeout",
            weight=STRONG,
            symptom="request",
            opens=True,
            invocations=row.hit,
            onset_us=row.first_us,
            by_status=(("request", row.hit),),
            remedies=(
                Manual(
                    "Answer at once and do the work asynchronously, or make it faster; the limit"
                    " of a Regional REST API can be raised, that of an HTTP API is 30 s",
                    "which of them fits is the owner's choice",
                ),
            ),
        )
