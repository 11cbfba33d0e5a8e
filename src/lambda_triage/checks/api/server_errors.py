"""Callers of an API who get server errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.callers import requests
from lambda_triage.checks.check import check
from lambda_triage.findings import Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene


ENDED = "status >= 500"

# Of the requests; 5XXError (CloudWatch guide, Recommended alarms (Classic), API Gateway, 2026).
LEAST = 0.05


@check(
    id="api/server-errors",
    title="Callers of the API get server errors",
    severity=Severity.HIGH,
    role=Role.SYMPTOM,
    since="0.1",
    reads=("requests",),
)
def server_errors(scene: Scene) -> Iterator[Finding]:
    for row in requests(scene, ENDED):
        if row.hit < LEAST * row.total:
            continue
        text = f"{row.hit} of {row.total} requests ended in 5xx"
        yield Finding(
            resource=row.resource,
            summary=text,
            citations=(row.citation(text),),
            symptom="request",
            opens=True,
            invocations=row.hit,
            onset_us=row.first_us,
            by_status=(("request", row.hit),),
            impact=text,
        )
