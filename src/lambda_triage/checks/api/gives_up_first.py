"""Requests that the API gave up on at its own time limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.callers import requests
from lambda_triage.checks.check import check
from lambda_triage.checks.in_front import api_type, limit_ms
from lambda_triage.checks.signature import STRONG
from lambda_triage.findings import Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene


# 503 is also what an HTTP API says of a throttled function, which takes no time.
ENDED = """status IN (503, 504) AND integration_status IS DISTINCT FROM 200
    AND integration_status IS DISTINCT FROM 429
    AND coalesce(latency_ms, integration_ms, CASE status WHEN 504 THEN {least} ELSE 0 END)
        >= {least}"""
NEAR = 0.95  # of the limit: latencies are rounded, and the API has work of its own
SHORTEST_MS = 29_000  # of the limits that nobody set (API Gateway quotas, 2026)


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
    waits = limit_ms(scene.case, api_type(scene.case)) or SHORTEST_MS
    for row in requests(scene, ENDED.format(least=round(NEAR * waits))):
        text = (
            f"{row.hit} requests ended in 503 or 504 at the API's own limit of {waits / 1000:g} s"
        )
        yield Finding(
            resource=row.resource,
            summary=f"The API gives up before the function answers: {text}",
            citations=(row.citation(text),),
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
